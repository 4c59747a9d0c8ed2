import { walk } from '../graph/flood.ts'
import type { HeapGraph } from '../graph/graph.ts'
import { type Lists, transposed } from '../graph/lists.ts'
import { isValidator, type Mark, type RegistryMark } from '../recognise/mark.ts'
import { edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Attribution } from './attribution.ts'
import { fatesOf } from './fates.ts'
import { leadingNodes } from './leadingNodes.ts'

/** Index into HeldAlone.nodes. */
export type Place = number

/**
 * What only caches hold, as a graph of its own: a small part of the heap. Removals take nothing into it, since what is held
 * by what goes and by caches goes.
 */
export interface HeldAlone {
  /** The caches' own, then what only they hold, then contents that others hold as well. */
  readonly nodes: Uint32Array
  readonly cacheCount: number
  /** Where contents begin that others hold. */
  readonly aloneEnd: number
  /** By Place: what it leads to, as far as it is one of `nodes`. Contents of others lead nowhere. */
  readonly links: Lists
  readonly holders: Lists
  /** Leading nodes of what the registries hold for others. */
  readonly contents: readonly Place[]
  /** Those of routes among them. */
  readonly routes: readonly Place[]
  /** By Place of a schema: of the functions that were generated from it. */
  readonly generatedFrom: ReadonlyMap<Place, readonly Place[]>
  /** By Place of a value that registries keep for generated functions: of the functions. Contents as well, and no marks. */
  readonly askedBy: ReadonlyMap<Place, readonly Place[]>
}

/** Costs what `fatesOf` does, and a walk of what only the caches hold. `marks` are their contents, beside what is asked for. */
export function heldAlone(
  attribution: Attribution,
  caches: ReadonlySet<NodeIndex>,
  marks: readonly Mark[],
  registries: readonly RegistryMark[] = [],
): HeldAlone {
  const { graph } = attribution
  const leading = leadingNodes(marks)
  const asked = registries.flatMap(({ askedBy }) => [...(askedBy?.() ?? [])]).filter(([value]) => !leading.has(value))
  const contents = new Set([...leading, ...asked.map(([value]) => value)])
  const { entered } = walk(graph, caches, fatesOf(attribution, new Set(), caches).aliveColumn())
  // By NodeIndex: its Place + 1.
  const placeOf = new Uint32Array(graph.nodeCount)
  for (let place = 0; place < entered.length; place++) placeOf[entered[place]] = place + 1
  const others = [...contents].filter((node) => placeOf[node] === 0)
  others.forEach((node, at) => {
    placeOf[node] = entered.length + at + 1
  })
  const links = linksOf(graph, entered, placeOf, others.length)
  const count = entered.length + others.length
  const nodes = new Uint32Array(count)
  nodes.set(entered)
  nodes.set(others, entered.length)
  return {
    nodes,
    cacheCount: caches.size,
    aloneEnd: entered.length,
    links,
    holders: transposed(links, count),
    contents: Array.from(contents, (node) => placeOf[node] - 1),
    routes: Array.from(leadingNodes(marks.filter(({ kind }) => kind === 'route')), (node) => placeOf[node] - 1),
    generatedFrom: generatedFrom(marks, placeOf),
    askedBy: new Map(
      asked.map(([value, functions]) => [placeOf[value] - 1, functions.map((node) => placeOf[node] - 1)]),
    ),
  }
}

function generatedFrom(marks: readonly Mark[], placeOf: Uint32Array): Map<Place, Place[]> {
  const functions = new Map<Place, Place[]>()
  for (const mark of marks) {
    if (!isValidator(mark) || mark.schema === null || placeOf[mark.schema] === 0) continue
    const schema = placeOf[mark.schema] - 1
    const found = functions.get(schema)
    if (found === undefined) functions.set(schema, [placeOf[mark.closure] - 1])
    else found.push(placeOf[mark.closure] - 1)
  }
  return functions
}

/** By place of `from`, and for `more` behind them that lead nowhere: the places that it leads to. */
function linksOf(graph: HeapGraph, from: Uint32Array, placeOf: Uint32Array, more: number): Lists {
  const { firstEdge, strong } = graph
  const { word } = graph.edges
  let most = 0
  for (let at = 0; at < from.length; at++) most += firstEdge[from[at] + 1] - firstEdge[from[at]]
  const first = new Uint32Array(from.length + more + 1)
  const items = new Uint32Array(most)
  let length = 0
  for (let at = 0; at < from.length; at++) {
    for (let edge = firstEdge[from[at]], end = firstEdge[from[at] + 1]; edge < end; edge++) {
      const place = placeOf[edgeTarget(word[edge])]
      if (place !== 0 && ((strong[edge >>> 5] >>> (edge & 31)) & 1) === 1) items[length++] = place - 1
    }
    first[at + 1] = length
  }
  first.fill(length, from.length + 1)
  return { first, items: items.subarray(0, length) }
}
