import { isStrong } from '../../graph/graph.ts'
import { addTo } from '../../recognise/addTo.ts'
import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouterMark } from '../../recognise/mark.ts'
import { scopeVariables } from '../../recognise/scopeVariables.ts'
import { withoutLastSlash } from '../../recognise/stringText.ts'
import { edgeTarget, type NodeIndex } from '../../snapshot/snapshot.ts'

/** What hands a request on to the routes of an app of h3 2; all are bound to it, and properties of it. */
const dispatchers = ['fetch', 'handler', 'request']

/**
 * The marks with `entries` for apps that `mount(base, app)` of h3 2 copied, where they have middleware: the app that has the
 * copies keeps a function that runs this middleware, and so the whole sub-app, whose own routes it never asks. One of which
 * something else has a dispatcher may be mounted by reference as well, and nothing is said of it.
 */
export function withCopiedApps(framework: string, heap: Heap, marks: readonly Mark[]): readonly Mark[] {
  const apps = new Map(
    marks.flatMap((mark) =>
      mark.kind === 'router' && mark.framework === framework ? [[mark.leading[0], mark] as const] : [],
    ),
  )
  const holders = new Map<NodeIndex, NodeIndex[]>()
  for (const app of apps.keys()) {
    const list = heap.property(app, '~middleware')
    for (const closure of list === undefined ? [] : heap.elements(list)) {
      const copied = copiedBy(heap, closure, apps)
      if (copied !== undefined) addTo(holders, copied, closure)
    }
  }
  if (holders.size === 0) return marks
  const others = dispatchedByOthers(heap, [...holders.keys()])
  return marks.map((mark) => {
    if (mark.kind !== 'router' || apps.get(mark.leading[0]) !== mark || others.has(mark.leading[0])) return mark
    const own = holders.get(mark.leading[0])
    return own === undefined ? mark : { ...mark, entries: [], holders: own }
  })
}

/** The app whose middleware a function of h3 itself runs: it closes over the base and the app, and over nothing else. */
function copiedBy(heap: Heap, closure: NodeIndex, apps: ReadonlyMap<NodeIndex, RouterMark>): NodeIndex | undefined {
  if (heap.type(closure) !== 'closure') return undefined
  const held = scopeVariables(heap, closure)
  const app = held.find((variable) => apps.has(variable))
  if (
    app === undefined ||
    held.length !== 2 ||
    !held.some((variable) => heap.string(variable, withoutLastSlash) !== undefined)
  )
    return
  const fetch = heap.property(app, 'fetch')
  const isOfH3 = fetch !== undefined && heap.script(heap.unbound(fetch)) === heap.script(closure)
  return isOfH3 ? app : undefined
}

/** Those whose dispatchers something else than themselves holds. Costs a pass over the edges. */
function dispatchedByOthers(heap: Heap, apps: readonly NodeIndex[]): Set<NodeIndex> {
  const { graph } = heap
  const appOf = new Map<NodeIndex, NodeIndex>()
  const isOwn = new Set<NodeIndex>()
  for (const app of apps) {
    isOwn.add(app)
    const properties = heap.internal(app, 'properties')
    if (properties !== undefined) isOwn.add(properties)
    for (const name of dispatchers) {
      const dispatcher = heap.property(app, name)
      if (dispatcher !== undefined) appOf.set(dispatcher, app)
    }
  }
  const found = new Set<NodeIndex>()
  for (let node = 0; node < graph.nodeCount; node++) {
    if (isOwn.has(node)) continue
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      const app = appOf.get(edgeTarget(graph.edges.word[edge]))
      if (app !== undefined && isStrong(graph, edge)) found.add(app)
    }
  }
  return found
}
