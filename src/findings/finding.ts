import type { Mark, RouteMark } from '../recognise/mark.ts'
import type { Bytes, NodeIndex } from '../snapshot/snapshot.ts'

/** What is wrong, as a code. One file a code in this folder; words are made in report/. */
export type FindingCode =
  | 'dead-route-tree'
  | 'repeated-validator'
  | 'repeated-serializer'
  | 'head-twin'
  | 'alias-route'
  | 'shadowed-route'
  | 'repeated-schema'
  | 'repeated-document'
  | 'registry-keys'
  | 'isomorphic-subtree'
  | 'cloned-spec'
  | 'ast-locations'
  | 'method-fan'
  | 'repeated-middleware'

export type Severity = 'error' | 'warning' | 'note'

/** A node that would have been made smaller, by so much. */
export interface Shrinking {
  readonly node: NodeIndex
  readonly bytes: Bytes
}

/** A part of a schema that another part, or a whole schema, can stand in for. */
export interface Part {
  readonly node: NodeIndex
  /** The schema that it is in, or that it is. */
  readonly schema: NodeIndex
  /** What goes with it. */
  readonly bytes: Bytes
}

/** One fact with numbers and evidence. Facts only; sentences and colours come later. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  /** How many things could go: dead routes, repeated validators, twins. */
  readonly count: number
  /**
   * Bytes freed if they all went: the exact removal of the set, never a sum of overlapping retained sizes. What caches hold
   * of it is included for validators, serializers, schemas and specifications; for routes it is not.
   */
  readonly savingBytes: Bytes
  /** As much of it as is no removal of marks, and goes whatever else goes. */
  readonly apartBytes?: Bytes
  /** What stays and becomes smaller, counted in `savingBytes`. It counts for nothing where another finding takes it away. */
  readonly shrinking?: readonly Shrinking[]
  /** Parts that are no marks and could go, counted in `count` and `savingBytes`: of each group one must stay, the first here. */
  readonly parts?: readonly (readonly Part[])[]
  /** The marks that could go. */
  readonly removable: readonly Mark[]
  /** What goes with them, since it was there for them alone. */
  readonly besides?: readonly Mark[]
  /** Marks that can stand in for each other: of each group one must stay. Empty where all of `removable` can go. */
  readonly groups: readonly (readonly Mark[])[]
  /** Routes that the finding is about, for the report. */
  readonly routes: readonly RouteMark[]
  /** Nodes a person may look at in DevTools, most telling first. */
  readonly evidence: readonly NodeIndex[]
  /** The framework or library whose words the remedy should use. */
  readonly framework: string
  /** What the remedy needs to know: which copy lives, what holds the dead one, ... By code. */
  readonly facts: Readonly<Record<string, string | number>>
}
