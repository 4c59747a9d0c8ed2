import { attribute } from '../attribute/attribute.ts'
import type { Attribution, OwnedBytes } from '../attribute/attribution.ts'
import { type Coverage, coverage } from '../attribute/coverage.ts'
import { partColumn, shareByPart } from '../attribute/parts.ts'
import { leadingNodes, reachFrom } from '../attribute/reach.ts'
import { type UnattributedGroup, unattributed } from '../attribute/unattributed.ts'
import { equalValidators } from '../findings/equalValidators.ts'
import { recognisers as frameworkRecognisers } from '../frameworks/recognisers.ts'
import { type PathTree, pathTree } from '../graph/retainingPath.ts'
import { servers } from '../liveness/liveness.ts'
import { type States, states } from '../liveness/states.ts'
import { type Candidate, candidates } from '../recognise/candidates.ts'
import type { Heap } from '../recognise/heap.ts'
import type { Mark, ValidatorMark } from '../recognise/mark.ts'
import { isTool } from '../recognise/toolMark.ts'
import type { NodeIndex, Snapshot } from '../snapshot/snapshot.ts'
import type { Eventually } from '../steps.ts'
import { recognisers as validatorRecognisers } from '../validators/recognisers.ts'

/** All recognisers, from the specific to the general. */
export const recognisers = [...frameworkRecognisers, ...validatorRecognisers]

/**
 * What an analysis can have computed beside its main line, by the same thread (`besideHere`) or by another one
 * (`secondThread`). Asked in this order; each answer needs only what is handed over with the question, and what
 * was handed over with those before it.
 */
export interface Beside {
  /** What the recognisers are to be asked about. */
  candidates(snapshot: Snapshot): Eventually<readonly Candidate[]>
  /** `app` is what the harness serves, where it does. */
  fromMarks(heap: Heap, marks: readonly Mark[], app: NodeIndex | undefined): Eventually<FromMarks>
  /** `isNew` is null where there is no snapshot from before composition. */
  fromOwners(heap: Heap, marks: readonly Mark[], owned: Attribution, isNew: Uint8Array | null): Eventually<FromOwners>
}

/** What follows from the marks, whoever owns what. */
export interface FromMarks {
  readonly states: States
  readonly equalValidators: readonly (readonly ValidatorMark[])[]
}

/** What no finding is made from, and is shown. */
export interface FromOwners {
  /** Bytes of the attribution in which validators own too, for their own table; of the first one where there are none. */
  readonly validatorBytes: OwnedBytes
  /** Shares of its owners by part, in rows. */
  readonly validatorParts: Float64Array
  /** Shares of the owners by part, in rows. */
  readonly partShares: Float64Array
  readonly coverage: Coverage | null
  readonly unattributed: readonly UnattributedGroup[]
  /** What keeps something alive is a question about the app: the shortest ways that do not lead through what is ours. */
  readonly paths: PathTree
}

const isValidator = (mark: Mark): mark is ValidatorMark => mark.kind === 'validator' || mark.kind === 'serializer'

/** On this thread, at once. */
export const besideHere: {
  candidates(snapshot: Snapshot): readonly Candidate[]
  fromMarks(heap: Heap, marks: readonly Mark[], app: NodeIndex | undefined): FromMarks
  fromOwners(heap: Heap, marks: readonly Mark[], owned: Attribution, isNew: Uint8Array | null): FromOwners
} = {
  candidates: (snapshot) => candidates(snapshot, recognisers),

  fromMarks: (heap, marks, app) => ({
    states: states(heap, marks, [...servers(heap), ...(app === undefined ? [] : [app])]),
    equalValidators: equalValidators(heap, marks.filter(isValidator)),
  }),

  fromOwners(heap, marks, owned, isNew) {
    const parts = partColumn(heap, owned, marks)
    const partShares = shareByPart(owned, parts)
    const withValidators = marks.some(isValidator) ? marks.filter((mark) => mark.kind !== 'schema') : []
    const validatorBytes =
      withValidators.length === 0 ? owned : attribute(heap.graph, withValidators, reachFrom(owned, withValidators))
    return {
      validatorBytes,
      validatorParts: validatorBytes === owned ? partShares : shareByPart(validatorBytes, parts),
      partShares,
      coverage: isNew === null ? null : coverage(heap, owned, isNew),
      unattributed: isNew === null ? [] : unattributed(heap, owned, isNew),
      paths: pathTree(heap.graph, [...leadingNodes(marks.filter(isTool))]),
    }
  },
}
