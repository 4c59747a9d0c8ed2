import { background } from '../graph/fold.ts'
import type { Bytes, NodeIndex } from '../snapshot/snapshot.ts'
import type { HeapFacts } from './facts.ts'
import type { Part } from './finding.ts'
import { freedByParts } from './freedByParts.ts'

/** Parts of schemas that are equal though the schemas are not, and the schemas, of which one may equal a part of another. */
export interface EqualParts {
  /** Two or more equal ones each. */
  readonly groups: readonly (readonly NodeIndex[])[]
  /** What it was found in; undefined for a schema. */
  holderOf(node: NodeIndex): NodeIndex | undefined
  /** What one weighs with all that is inside it, about: it orders, and tells what is worth a word. */
  weight(node: NodeIndex): Bytes
}

/** Parts below it are no one's schema: `{ type: 'string' }` is written where it is needed. */
const leastPart: Bytes = 200
/** As much as makes a finding more than a note. */
const leastTogether: Bytes = 20_000

/**
 * Groups of which all but the first could go, the largest first. What is inside a part that goes is in no other group: it
 * goes with it. A whole schema stays, else what stays anyway, else the heaviest part. None where all together are not worth it.
 */
export function spareParts(facts: HeapFacts, { groups, holderOf, weight }: EqualParts): Part[][] {
  const { group } = facts.attribution.fold
  const rank = (node: NodeIndex): number => (holderOf(node) === undefined ? 2 : group[node] === background ? 1 : 0)
  const sorted = groups
    .map((equal) => [...equal].sort((a, b) => rank(b) - rank(a) || weight(b) - weight(a)))
    .filter((equal) => weight(equal.at(-1)!) >= leastPart)
    .sort((a, b) => weight(b.at(-1)!) - weight(a.at(-1)!))
  const gone = new Set<NodeIndex>()
  const goes = (node: NodeIndex): boolean => {
    for (let at: NodeIndex | undefined = node; at !== undefined; at = holderOf(at)) if (gone.has(at)) return true
    return false
  }
  const found = sorted.flatMap((equal) => {
    const [first, ...others] = equal.filter((node) => !goes(node))
    const going = others.filter((node) => holderOf(node) !== undefined)
    for (const node of going) gone.add(node)
    return going.length === 0 ? [] : [[first, ...going]]
  })
  // Largest first, so that the one that stays is inside nothing that goes; where weights misled, nothing is said.
  const told = found.filter(([first]) => !goes(first))
  const going = told.flatMap(([, ...others]) => others)
  if (going.reduce((sum, node) => sum + weight(node), 0) < leastTogether) return []
  const bytes = freedByParts(facts, going)
  return told.map((equal) =>
    equal.map((node) => ({ node, schema: schemaOf(holderOf, node), bytes: bytes.get(node) ?? 0 })),
  )
}

/** A schema or a part, and all that is inside it. */
export function withInside(node: NodeIndex, partsIn: (node: NodeIndex) => readonly NodeIndex[] | null): Set<NodeIndex> {
  const found = new Set([node])
  for (const next of found) for (const part of partsIn(next) ?? []) found.add(part)
  return found
}

function schemaOf(holderOf: EqualParts['holderOf'], node: NodeIndex): NodeIndex {
  const holder = holderOf(node)
  return holder === undefined ? node : schemaOf(holderOf, holder)
}
