import type { Attribution } from '../attribute/attribution.ts'
import type { HeapGraph } from '../graph/graph.ts'
import type { SentSnapshot } from '../graph/heapNumbers.ts'
import type { State, States } from '../liveness/states.ts'
import type { Candidate } from '../recognise/candidates.ts'
import type { Mark, RouteMark, RouterMark, ValidatorMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { FromMarks, FromOwners } from './beside.ts'

/** What the second thread is asked, in the order of `Beside`. Columns of the snapshot are shared, the rest is copied. */
export type Question =
  | { readonly what: 'candidates'; readonly snapshot: SentSnapshot }
  | {
      readonly what: 'fromMarks'
      readonly graph: SentGraph
      readonly marks: readonly Mark[]
      readonly app: NodeIndex | undefined
    }
  | { readonly what: 'fromOwners'; readonly owned: SentAttribution; readonly isNew: Uint8Array | null }

/** A graph without what the snapshot has. */
export type SentGraph = Omit<HeapGraph, 'snapshot' | 'firstEdge' | 'edges'>

export const sentGraph = ({ snapshot: _, firstEdge: __, edges: ___, ...own }: HeapGraph): SentGraph => own

/** Candidates as columns: there are as many as there are schema objects. */
export interface SentCandidates {
  readonly node: Uint32Array
  readonly rank: Uint16Array
  /** By position; only for scopes. */
  readonly closures: ReadonlyMap<number, readonly NodeIndex[]>
}

export function sentCandidates(found: readonly Candidate[]): SentCandidates {
  const closures = new Map<number, readonly NodeIndex[]>()
  for (const [at, one] of found.entries()) if (one.closures !== undefined) closures.set(at, one.closures)
  return {
    node: Uint32Array.from(found, ({ node }) => node),
    rank: Uint16Array.from(found, ({ rank }) => rank),
    closures,
  }
}

export function receivedCandidates({ node, rank, closures }: SentCandidates): Candidate[] {
  return Array.from(node, (each, at) => {
    const own = closures.get(at)
    return own === undefined ? { node: each, rank: rank[at] } : { node: each, rank: rank[at], closures: own }
  })
}

/** Marks by their position, since another thread has copies of them. */
export interface SentFromMarks {
  readonly states: readonly (readonly [mark: number, state: State])[]
  readonly equalValidators: readonly (readonly number[])[]
}

export function sentFromMarks({ states, equalValidators }: FromMarks, marks: readonly Mark[]): SentFromMarks {
  const positionOf = positions(marks)
  return {
    states: [...states].map(([mark, state]) => [positionOf(mark), state]),
    equalValidators: equalValidators.map((group) => group.map(positionOf)),
  }
}

export function receivedFromMarks({ states, equalValidators }: SentFromMarks, marks: readonly Mark[]): FromMarks {
  return {
    states: new Map(states.map(([at, state]) => [marks[at] as RouteMark | RouterMark, state])) satisfies States,
    equalValidators: equalValidators.map((group) => group.map((at) => marks[at] as ValidatorMark)),
  }
}

/** An attribution with its owners by position, and its sets one after the other. */
export interface SentAttribution extends Omit<Attribution, 'graph' | 'owners' | 'sets'> {
  readonly owners: readonly number[]
  readonly members: Uint32Array
  /** Set s is members[firstMember[s]] .. members[firstMember[s + 1] - 1]. */
  readonly firstMember: Uint32Array
}

export function sentAttribution(owned: Attribution, marks: readonly Mark[]): SentAttribution {
  const { graph: _, owners, sets, ...columns } = owned
  const firstMember = new Uint32Array(sets.length + 1)
  for (const [set, { length }] of sets.entries()) firstMember[set + 1] = firstMember[set] + length
  const members = new Uint32Array(firstMember[sets.length])
  for (const [set, own] of sets.entries()) members.set(own, firstMember[set])
  return { ...columns, owners: owners.map(positions(marks)), members, firstMember }
}

export function receivedAttribution(sent: SentAttribution, graph: HeapGraph, marks: readonly Mark[]): Attribution {
  const { owners, members, firstMember, ...columns } = sent
  const sets = Array.from({ length: firstMember.length - 1 }, (_, set) =>
    members.subarray(firstMember[set], firstMember[set + 1]),
  )
  return { ...columns, graph, owners: owners.map((at) => marks[at]), sets }
}

/** The owners of `validatorBytes` are known on both sides: all marks but schemas. */
export interface SentFromOwners extends Omit<FromOwners, 'validatorBytes'> {
  readonly validatorBytes: Omit<FromOwners['validatorBytes'], 'owners'>
}

function positions(marks: readonly Mark[]): (mark: Mark) => number {
  const position = new Map(marks.map((mark, at) => [mark, at]))
  return (mark) => position.get(mark)!
}
