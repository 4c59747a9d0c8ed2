import type { Heap } from '../../recognise/heap.ts'
import { isModuleScope } from '../../recognise/moduleScope.ts'
import { nodesNamed } from '../../recognise/nodesNamed.ts'
import { oncePerHeap } from '../../recognise/remembered.ts'
import { variableNames, variablesOf } from '../../recognise/scopeVariables.ts'
import { edgeTarget, type NodeIndex } from '../../snapshot/snapshot.ts'

/** What a function that koa-mount made closes over. */
export interface MountScope {
  readonly prefix: string | null
  readonly downstream: NodeIndex
}

/** Variables of `mount(prefix, app)`; the function `match` only where it is not inlined. */
const ownNames = ['prefix', 'downstream', 'trailingSlash', 'name']
const variableCounts = [ownNames.length, ownNames.length + 1]

/** What `mount()` says of a path that it does not take: the code of nothing else has this text and the scope of `mount()`. */
const complaint = 'mount path must begin with "/"'

/**
 * Whether a scope is that of `mount()` of koa-mount 1 to 4, by the names of its variables, or where a minifier took these by
 * its code, and what it holds: a path, whether it ends with a slash, a function of another scope, the name of that one or
 * `unnamed`, at most one function of this scope, and nothing else. Much of an app's own holds the same.
 */
export function mountScope(heap: Heap, scope: NodeIndex): MountScope | undefined {
  const values = variablesOf(heap, scope)
  if (!variableCounts.includes(values.length) || isModuleScope(heap, scope)) return undefined
  const functions = values.filter((value) => heap.type(value) === 'closure')
  const others = functions.filter((value) => heap.internal(value, 'context') !== scope)
  if (functions.length !== values.length - 3 || others.length !== 1) return undefined
  const [downstream] = others
  // A bundler numbers names that it has twice.
  const names = variableNames(heap, scope).map((name) => [name.replace(/\$?\d+$/, ''), name] as const)
  const called = new Map(names)
  if (ownNames.every((name) => called.has(name))) {
    const prefix = heap.variable(scope, called.get('prefix')!)
    const isIt = heap.variable(scope, called.get('downstream')!) === downstream
    return isIt ? { prefix: prefix === undefined ? null : (heap.string(prefix) ?? null), downstream } : undefined
  }
  const info = heap.internal(scope, 'scope_info')
  if (info === undefined || !besideComplaint(heap).has(info)) return undefined

  const booleans = values.flatMap((value) => heap.oddball(value) ?? [])
  const texts = values.flatMap((value) => heap.string(value) ?? [])
  const prefix = texts.find((text) => text.startsWith('/'))
  if (prefix === undefined || texts.length !== 2 || booleans.length !== 1) return undefined
  const isNamed = isNameOf(heap, downstream, texts.find((text) => text !== prefix) ?? '')
  return isNamed && booleans[0] === String(prefix.endsWith('/')) ? { prefix, downstream } : undefined
}

/** What koa-mount calls the function that it hands requests to; an app has no name. */
function isNameOf(heap: Heap, downstream: NodeIndex, text: string): boolean {
  if (text === 'unnamed') return true
  return text !== '' && text.replace(/^(bound )+/, '') === heap.name(heap.unbound(downstream))
}

/** What code holds that has the complaint. V8 may have dropped it where nothing was mounted for long. Costs a pass over the edges. */
const besideComplaint = oncePerHeap((heap): ReadonlySet<NodeIndex> => {
  const found = new Set<NodeIndex>()
  const { firstEdge, edges, nodeCount, snapshot } = heap.graph
  const texts = new Set(nodesNamed(snapshot, complaint))
  const code = snapshot.meta.nodeTypes.indexOf('code')
  for (let node = 0; texts.size > 0 && node < nodeCount; node++) {
    if (snapshot.nodes.type[node] !== code) continue
    const held = Array.from(edges.word.subarray(firstEdge[node], firstEdge[node + 1]), edgeTarget)
    if (held.some((target) => texts.has(target))) for (const target of held) found.add(target)
  }
  return found
})
