import type { NodeIndex } from '../snapshot/snapshot.ts'
import { type Candidate, candidates } from './candidates.ts'
import type { Heap } from './heap.ts'
import { isValidator, type Mark, type SchemaMark } from './mark.ts'
import { withoutInnerSchemas } from './outermost.ts'
import type { Recogniser } from './recogniser.ts'

/**
 * What the recognisers find in the heap. Marks are ordered by primary leading node, except that the routes of a known
 * router follow it in the order in which its recogniser gave them: that of registration.
 *
 * A recogniser is asked only about nodes that have its whole shape, `found` in one pass over the edges. Where
 * several answers are about the same thing (same kind, same primary leading node, same method and path), the earliest
 * recogniser in the list wins, so the list goes from the specific to the general; of validators each answer adds what
 * the others did not know. A schema inside another one is no mark of its own. A recogniser that stumbles over a strange
 * heap has no answer.
 */
export const recognise = (
  heap: Heap,
  recognisers: readonly Recogniser[],
  found?: Iterable<Candidate>,
): readonly Mark[] => recognised(heap, recognisers, found).marks

/** The marks, and the schemas that are none since others alone hold them. */
export interface Recognised {
  readonly marks: readonly Mark[]
  readonly innerSchemas: readonly SchemaMark[]
}

export function recognised(
  heap: Heap,
  recognisers: readonly Recogniser[],
  found: Iterable<Candidate> = candidates(heap.graph.snapshot, recognisers),
): Recognised {
  const best = new Map<Identity, Answer>()
  for (const candidate of found) {
    const { rank } = candidate
    for (const mark of answers(recognisers[rank], heap, candidate)) {
      const key = identity(mark)
      const other = best.get(key)
      if (other === undefined) best.set(key, { mark, rank })
      else if (isBetter({ mark, rank }, other)) {
        // Taken out first, so that it stands among the other marks of its recogniser.
        best.delete(key)
        best.set(key, { mark: united(mark, other.mark), rank })
      } else best.set(key, { ...other, mark: united(other.mark, mark) })
    }
  }
  const all = [...best.values()].map(({ mark }) => mark)
  const known = withoutPrivateRegistries(all)
  const seen = withoutInnerSchemas(heap, known)
  const outer = new Set(seen)
  return {
    marks: inOrder(recognisers.reduce<readonly Mark[]>((marks, recogniser) => refined(recogniser, heap, marks), seen)),
    innerSchemas: known.filter((mark): mark is SchemaMark => mark.kind === 'schema' && !outer.has(mark)),
  }
}

/** By primary leading node, routes behind their router. The sort is stable, so equal places keep the order of the answers. */
export const inOrder = (marks: readonly Mark[]): readonly Mark[] =>
  [...marks].sort((a, b) => place(a) - place(b) || rankOfKind(a) - rankOfKind(b))

interface Answer {
  readonly mark: Mark
  /** Index of the recogniser that gave it. */
  readonly rank: number
}

const place = (mark: Mark): NodeIndex => (mark.kind === 'route' ? (mark.router ?? mark.leading[0]) : mark.leading[0])
const rankOfKind = (mark: Mark): number => (mark.kind === 'route' ? 1 : 0)

function isBetter(one: Answer, other: Answer): boolean {
  if (one.rank !== other.rank) return one.rank < other.rank
  return 'router' in one.mark && 'router' in other.mark && other.mark.router === null && one.mark.router !== null
}

/** A validator is seen where it was generated and where it is used; only together do the two know all of it. */
function united(mark: Mark, other: Mark): Mark {
  if (!isValidator(mark) || other.kind !== mark.kind) return mark
  return {
    ...(other.content === undefined ? {} : { content: other.content }),
    ...(other.names === undefined ? {} : { names: other.names }),
    ...mark,
    leading: joined(mark.leading, other.leading),
    schema: mark.schema ?? other.schema,
    part: mark.part ?? other.part,
  }
}

/** Each node once, in this order. */
function joined(some: readonly NodeIndex[], more: readonly NodeIndex[]): readonly NodeIndex[] {
  return more.every((node) => some.includes(node)) ? some : [...new Set([...some, ...more])]
}

/** A store that one validator or serializer has for itself is a part of it, not a registry. */
function withoutPrivateRegistries(marks: readonly Mark[]): Mark[] {
  const parts = new Set(marks.flatMap((mark) => (isValidator(mark) ? [...mark.leading] : [])))
  return marks.filter((mark) => mark.kind !== 'registry' || !parts.has(mark.leading[0]))
}

function answers(recogniser: Recogniser, heap: Heap, { node, closures }: Candidate): readonly Mark[] {
  try {
    const answer = recogniser.recognise(heap, node, closures)
    const marks = answer === undefined ? [] : Array.isArray(answer) ? (answer as readonly Mark[]) : [answer as Mark]
    return marks.filter((mark) => mark.leading.length > 0)
  } catch {
    return []
  }
}

function refined(recogniser: Recogniser, heap: Heap, marks: readonly Mark[]): readonly Mark[] {
  try {
    return recogniser.refine?.(heap, marks) ?? marks
  } catch {
    return marks
  }
}

/** The kind and the primary leading node in one number; for a route its method and path as well. */
type Identity = number | string

const kindNumbers: Record<Exclude<Mark['kind'], 'route'>, number> = {
  router: 0,
  validator: 1,
  serializer: 2,
  schema: 3,
  registry: 4,
  copy: 5,
  positions: 6,
  tree: 7,
}

function identity(mark: Mark): Identity {
  const [node] = mark.leading
  return mark.kind === 'route' ? `${node} ${mark.method} ${mark.path}` : kindNumbers[mark.kind] + 8 * node
}
