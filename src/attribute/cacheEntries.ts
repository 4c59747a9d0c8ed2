import { walk } from '../graph/flood.ts'
import type { HeapGraph } from '../graph/graph.ts'
import { type Lists, transposed } from '../graph/lists.ts'
import { isValidator, type Mark } from '../recognise/mark.ts'
import { edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Attribution } from './attribution.ts'
import { type Fates, fatesOf } from './fates.ts'
import { leadingNodes } from './leadingNodes.ts'

/** Registries that are seen through, and what they hold for others: prepared once for many removals. */
export interface Caches {
  /** The nodes that the registries consist of. */
  readonly nodes: ReadonlySet<NodeIndex>
  /** What only they hold; made when it is first asked for. */
  heldAlone(): HeldAlone
}

/** Index into HeldAlone.nodes. */
type Place = number

/**
 * What only caches hold, as a graph of its own: a small part of the heap. Removals take nothing into it, since what is held
 * by what goes and by caches goes.
 */
interface HeldAlone {
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
}

/** The first call of `heldAlone` costs what `fatesOf` does, and a walk of what only the registries hold. */
export function cachesOf(attribution: Attribution, registries: readonly Mark[], contents: readonly Mark[]): Caches {
  const nodes = leadingNodes(registries)
  let known: HeldAlone | undefined
  return {
    nodes,
    heldAlone() {
      known ??= heldAlone(attribution, nodes, contents)
      return known
    },
  }
}

function heldAlone(attribution: Attribution, caches: ReadonlySet<NodeIndex>, marks: readonly Mark[]): HeldAlone {
  const { graph } = attribution
  const contents = leadingNodes(marks)
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

const toGone = 1
const toKept = 2

/** What caches do when some of what they hold is gone. */
export interface CacheFates {
  /** Goes as well: what they kept for it. */
  readonly entries: readonly NodeIndex[]
  /** Stays, though nothing but them and what is gone holds it: they keep it for what stays, or for themselves. */
  readonly kept: readonly NodeIndex[]
}

/**
 * What a cache itself keeps for things that are gone: nodes that only caches hold, that lead to something gone and to
 * nothing that is kept. A table leads to both and stays; the entry of one removed validator goes, and what only
 * that entry holds goes with it. A schema that is kept by others counts as gone where all that was generated from it
 * is: no cache would have heard of it. What an entry that stays leads to stays with it: V8 has one string for equal keys, and
 * one code for equal functions.
 *
 * `fates` say which of the contents are gone. Costs four passes over what caches alone hold.
 */
export function cacheEntries(caches: Caches, fates: Fates): CacheFates {
  const held = caches.heldAlone()
  const { nodes, cacheCount, aloneEnd, contents, generatedFrom } = held
  const isFreed = new Uint8Array(nodes.length)
  for (let place = 0; place < nodes.length; place++) if (fates.isFreed(nodes[place])) isFreed[place] = 1
  if (!contents.some((place) => isFreed[place] === 1)) return { entries: [], kept: [] }

  const leadsTo = new Uint8Array(nodes.length)
  for (const place of contents) leadsTo[place] = isFreed[place] === 1 ? toGone : toKept
  for (const [schema, functions] of generatedFrom)
    if (functions.every((place) => isFreed[place] === 1)) leadsTo[schema] = toGone
  // By Place: 1 for caches and for what only they hold after all has gone.
  const isInside = new Uint8Array(nodes.length).fill(1, 0, cacheCount)
  for (let place = cacheCount; place < aloneEnd; place++) isInside[place] = 1 - isFreed[place]
  // What a route that stays declares is no entry, though only a registry holds it.
  const isDeclared = declaredBy(held, leadsTo)
  passBack(held, isInside, leadsTo)
  const isEntry = new Uint8Array(nodes.length)
  let entries = 0
  for (let place = cacheCount; place < aloneEnd; place++) {
    if (isInside[place] === 0 || leadsTo[place] !== toGone || isDeclared[place] === 1) continue
    isEntry[place] = 1
    entries++
  }
  const going = entries > 0 ? goingWith(isEntry, held, isInside) : []
  for (const place of going) isInside[place] = 0
  const kept = keptFor(held, isInside, leadsTo, isFreed)
  return { entries: going.map((place) => nodes[place]), kept: kept.map((place) => nodes[place]) }
}

/** What is freed and led to by what stays inside and leads to nothing that is gone. Tables lead to both, and keep nothing. */
function keptFor(held: HeldAlone, isInside: Uint8Array, leadsTo: Uint8Array, isFreed: Uint8Array): Place[] {
  const { nodes, aloneEnd, links, contents } = held
  const { first, items } = links
  const isGone = new Uint8Array(nodes.length)
  for (const place of contents) if (leadsTo[place] === toGone) isGone[place] = toGone
  passBack(held, new Uint8Array(nodes.length).fill(1, 0, aloneEnd), isGone)
  const seen = new Uint8Array(nodes.length)
  const open: Place[] = []
  for (let place = 0; place < aloneEnd; place++) {
    if (isInside[place] === 0 || ((leadsTo[place] | isGone[place]) & toGone) !== 0) continue
    seen[place] = 1
    open.push(place)
  }
  const kept: Place[] = []
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (let at = first[place]; at < first[place + 1]; at++) {
      const target = items[at]
      if (seen[target] === 1 || isGone[target] === toGone) continue
      seen[target] = 1
      if (isFreed[target] === 1) kept.push(target)
      open.push(target)
    }
  }
  return kept
}

/** What routes that stay lead to, up to what is held for others. */
function declaredBy({ nodes, cacheCount, links, contents, routes }: HeldAlone, leadsTo: Uint8Array): Uint8Array {
  const { first, items } = links
  const isDeclared = new Uint8Array(nodes.length).fill(1, 0, cacheCount)
  for (const place of contents) isDeclared[place] = 1
  const open = routes.filter((place) => leadsTo[place] === toKept)
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (let at = first[place]; at < first[place + 1]; at++) {
      const target = items[at]
      if (isDeclared[target] === 1) continue
      isDeclared[target] = 1
      open.push(target)
    }
  }
  return isDeclared
}

/** Gives what `leadsTo` says of the contents to all inside that lead to them. */
function passBack({ holders, contents }: HeldAlone, isInside: Uint8Array, leadsTo: Uint8Array): void {
  const { first, items } = holders
  const open = [...contents]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (let at = first[place]; at < first[place + 1]; at++) {
      const by = items[at]
      if (isInside[by] === 0 || (leadsTo[by] | leadsTo[place]) === leadsTo[by]) continue
      leadsTo[by] |= leadsTo[place]
      open.push(by)
    }
  }
}

/** Entries, and what the caches hold by way of entries only. */
function goingWith(isEntry: Uint8Array, { nodes, cacheCount, links }: HeldAlone, isInside: Uint8Array): Place[] {
  const { first, items } = links
  const stays = new Uint8Array(nodes.length).fill(1, 0, cacheCount)
  const open = Array.from({ length: cacheCount }, (_, place): Place => place)
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (let at = first[place]; at < first[place + 1]; at++) {
      const target = items[at]
      if (stays[target] === 1 || isInside[target] === 0 || isEntry[target] === 1) continue
      stays[target] = 1
      open.push(target)
    }
  }
  const going: Place[] = []
  for (let place = cacheCount; place < nodes.length; place++) {
    if (isInside[place] === 1 && stays[place] === 0) going.push(place)
  }
  return going
}
