import type { Mark, RegistryMark } from '../recognise/mark.ts'
import { isTool } from '../recognise/toolMark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Attribution } from './attribution.ts'
import type { Fates } from './fates.ts'
import { type HeldAlone, heldAlone, type Place } from './heldAlone.ts'
import { leadingNodes } from './leadingNodes.ts'

/** Registries that are seen through, and what they hold for others: prepared once for many removals. Ours is none: it always is. */
export interface Caches {
  /** The nodes that the registries consist of. */
  readonly nodes: ReadonlySet<NodeIndex>
  /** What only they hold; made when it is first asked for. */
  heldAlone(): HeldAlone
}

/** The first call of `heldAlone` costs what `fatesOf` does, and a walk of what only the registries hold. */
export function cachesOf(attribution: Attribution, all: readonly RegistryMark[], contents: readonly Mark[]): Caches {
  const registries = all.filter((registry) => !isTool(registry))
  const nodes = leadingNodes(registries)
  let known: HeldAlone | undefined
  return {
    nodes,
    heldAlone() {
      known ??= heldAlone(attribution, nodes, contents, registries)
      return known
    },
  }
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
 * is: no cache would have heard of it. So does a value that only code asks for that is gone. What an entry that stays leads to stays with it: V8 has one string for equal keys, and
 * one code for equal functions.
 *
 * `fates` say what is gone when `removed` are. Costs five passes over what caches alone hold.
 */
export function cacheEntries(caches: Caches, fates: Fates, removed: ReadonlySet<NodeIndex>): CacheFates {
  const held = caches.heldAlone()
  const { nodes, cacheCount, aloneEnd, contents, generatedFrom, askedBy } = held
  const isFreed = new Uint8Array(nodes.length)
  for (let place = 0; place < nodes.length; place++) if (fates.isFreed(nodes[place])) isFreed[place] = 1
  if (!isFreed.includes(1)) return { entries: [], kept: [] }
  const isRemoved = Uint8Array.from(nodes, (node) => (removed.has(node) ? 1 : 0))
  const keptByRoutes = ledToByRoutes(held, isFreed, isRemoved)
  for (const place of keptByRoutes) isFreed[place] = 0

  const leadsTo = new Uint8Array(nodes.length)
  for (const place of contents) leadsTo[place] = isFreed[place] === 1 ? toGone : toKept
  for (const [schema, functions] of generatedFrom)
    if (functions.every((place) => isFreed[place] === 1)) leadsTo[schema] = toGone
  for (const [value, functions] of askedBy)
    leadsTo[value] = functions.every((place) => isFreed[place] === 1) ? toGone : toKept
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
  const kept = [...keptByRoutes, ...keptFor(held, isInside, leadsTo, isFreed, isRemoved)]
  return { entries: going.map((place) => nodes[place]), kept: kept.map((place) => nodes[place]) }
}

/**
 * What is freed by way of what goes, and led to by routes that stay, though only a cache holds these: both may declare the same
 * schema. Nothing is led to by way of what is removed.
 */
function ledToByRoutes(held: HeldAlone, isFreed: Uint8Array, isRemoved: Uint8Array): Place[] {
  const seen = new Uint8Array(held.nodes.length).fill(1, 0, held.cacheCount)
  for (let place = held.cacheCount; place < seen.length; place++) seen[place] = isRemoved[place]
  const staying = held.routes.filter((place) => isFreed[place] === 0)
  return walkOn(held, staying, seen).filter((place) => isFreed[place] === 1)
}

/**
 * What is freed by way of caches that go, and led to by what stays in others and leads to nothing that is gone. Tables lead to
 * both, and keep nothing. A cache that goes keeps nothing either, and nothing is kept by way of what is removed.
 */
function keptFor(
  held: HeldAlone,
  isInside: Uint8Array,
  leadsTo: Uint8Array,
  isFreed: Uint8Array,
  isRemoved: Uint8Array,
): Place[] {
  const { nodes, cacheCount, aloneEnd, contents } = held
  const gone = contents.filter((place) => leadsTo[place] === toGone)
  const isGone = new Uint8Array(nodes.length)
  for (const place of gone) isGone[place] = toGone
  passBack(held, new Uint8Array(nodes.length).fill(1, 0, aloneEnd), isGone)
  // What the contents themselves lead to is theirs, whatever a cache noted of it.
  const seen = new Uint8Array(nodes.length).fill(1, 0, cacheCount)
  walkOn(held, gone, seen)
  const keepers: Place[] = []
  for (let place = 0; place < aloneEnd; place++) {
    if (isGone[place] === toGone || isRemoved[place] === 1) seen[place] = 1
    else if (isInside[place] === 1 && isFreed[place] === 0 && (leadsTo[place] & toGone) === 0) keepers.push(place)
  }
  return walkOn(held, keepers, seen).filter((place) => isFreed[place] === 1)
}

/** What these lead to, themselves left aside and nothing that was seen. */
function walkOn({ links: { first, items } }: HeldAlone, from: readonly Place[], seen: Uint8Array): Place[] {
  const found: Place[] = []
  for (const place of from) seen[place] = 1
  const open = [...from]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (let at = first[place]; at < first[place + 1]; at++) {
      const target = items[at]
      if (seen[target] === 1) continue
      seen[target] = 1
      found.push(target)
      open.push(target)
    }
  }
  return found
}

/** What routes that stay lead to, up to marks that are held for others. */
function declaredBy(held: HeldAlone, leadsTo: Uint8Array): Uint8Array {
  const { nodes, cacheCount, contents, routes, askedBy } = held
  const isDeclared = new Uint8Array(nodes.length).fill(1, 0, cacheCount)
  for (const place of contents) if (!askedBy.has(place)) isDeclared[place] = 1
  const staying = routes.filter((place) => leadsTo[place] === toKept)
  walkOn(held, staying, isDeclared)
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
function goingWith(isEntry: Uint8Array, held: HeldAlone, isInside: Uint8Array): Place[] {
  const { nodes, cacheCount } = held
  const seen = new Uint8Array(nodes.length)
  for (let place = cacheCount; place < nodes.length; place++) seen[place] = isEntry[place] | (1 - isInside[place])
  const caches = Array.from({ length: cacheCount }, (_, place): Place => place)
  walkOn(held, caches, seen)
  const going: Place[] = []
  for (let place = cacheCount; place < nodes.length; place++) {
    if (isEntry[place] === 1 || seen[place] === 0) going.push(place)
  }
  return going
}
