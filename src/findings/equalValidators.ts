import type { Heap } from '../recognise/heap.ts'
import type { Mark, NamesInCode, ValidatorMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { contentKey } from './contentKey.ts'
import { groupsBy } from './facts.ts'
import { type GeneratedCode, generatedCode, replaced, shortKey } from './generatedCode.ts'
import { scopeValues } from './scopeValues.ts'
import { structureKeys } from './structureKey.ts'
import { instances, isScope } from './withinInstances.ts'

/**
 * Groups of two or more validators that do the same, each group in order of the heap.
 *
 * Two are equal when both their schemas, or the contents of these, and the full texts of their generated code are equal: an
 * instance with other options makes other code of the same schema object. Where the snapshot does not hold all of a text, the
 * same object decides. Code alone decides only for serializers, whose code says everything but what the
 * schemas are that it calls by name; Ajv's code refers to schemas and patterns by name. Validators that their library
 * keeps in objects are equal when the objects are. Of several instances of Ajv, among `registries`, what the code asks their scopes for
 * must be equal too: formats and keywords of one name may differ.
 */
export function equalValidators(
  heap: Heap,
  validators: readonly ValidatorMark[],
  registries: readonly Mark[] = [],
): ValidatorMark[][] {
  const structureKey = structureKeys(heap, new Set())
  const code = generatedCode(heap)
  const byContent = alikeIn(heap, code, validators).flatMap((group) =>
    groupsBy(group, (mark) =>
      mark.content === undefined ? contentOf(heap, code, mark) : (structureKey(mark.content) ?? undefined),
    ),
  )
  const bySchema = groupsBy(validators, (mark) =>
    mark.schema === null ? undefined : [mark.kind, mark.library, mark.part, mark.schema].join(),
  ).flatMap((group) => (group.length === 1 ? [] : groupsBy(group, ({ source }) => codeKey(code, source))))
  return splitByValues(heap, united(validators, [...byContent, ...bySchema]), registries.filter(isScope))
}

/** Groups that several instances generated, apart where these have other values for the code. */
function splitByValues(heap: Heap, groups: ValidatorMark[][], scopes: readonly Mark[]): ValidatorMark[][] {
  const scopeOf = instances(heap, scopes)
  const values = scopeValues(heap)
  // A scope that has no schemas in it is not known.
  const isOfScope = (closure: NodeIndex): boolean => heap.property(closure, 'schemaEnv') !== undefined
  return groups
    .flatMap((group) => {
      const byScope = groupsBy(group, ({ closure }) => scopeOf.get(closure) ?? (isOfScope(closure) ? closure : null))
      if (byScope.length < 2) return [group]
      return groupsBy(byScope, ([{ closure }]) => values.ofValidator(closure)).map((same) => {
        const staying = new Set(same.flat())
        return group.filter((mark) => staying.has(mark))
      })
    })
    .filter((group) => group.length > 1)
}

/**
 * Validators that may do the same as another of another schema object, which nobody can say: V8 cut the text of their
 * code, as it does unless a flag tells it not to.
 */
export function cutValidators(heap: Heap, validators: readonly ValidatorMark[]): ValidatorMark[] {
  const isCut = ({ content, source }: ValidatorMark): boolean =>
    content === undefined && source !== null && heap.isCut(source)
  const cut = validators.filter(isCut)
  if (cut.length < 2) return []
  return alikeIn(heap, generatedCode(heap), cut)
    .filter((group) => new Set(group.map((mark) => mark.schema ?? mark)).size > 1)
    .flat()
}

/** Equal where code is, and where nobody can say. */
const codeKey = (code: GeneratedCode, source: NodeIndex | null): string =>
  (source === null ? undefined : code.withoutCounters(source)?.key) ?? ''

/** Two or more a group. */
const alikeIn = (heap: Heap, code: GeneratedCode, validators: readonly ValidatorMark[]): ValidatorMark[][] =>
  groupsBy(validators, (mark) => roughKey(heap, code, mark)).filter((group) => group.length > 1)

/** What is equal where two do the same, and can be told without decoding code; undefined where nothing can be told. */
function roughKey(heap: Heap, code: GeneratedCode, mark: ValidatorMark): string | undefined {
  if (mark.content !== undefined) return mark.library
  if (mark.source === null) return undefined
  if (mark.kind === 'serializer') return `${mark.kind} ${mark.library} ${code.hash(mark.source)}`
  const schema = mark.schema === null ? null : contentKey(heap, mark.schema)
  return schema === null ? undefined : `${mark.kind} ${mark.library} ${schema}`
}

function contentOf(heap: Heap, code: GeneratedCode, { kind, library, source, schema, names }: ValidatorMark) {
  if (source === null) return undefined
  if (kind === 'serializer') {
    const does = names === undefined ? heap.string(source) : withContents(heap, code, source, names)
    return does === undefined ? undefined : [kind, library, shortKey(does)].join()
  }
  const key = schema === null ? null : contentKey(heap, schema)
  const does = key === null ? undefined : code.withoutCounters(source)
  return does === undefined ? undefined : [kind, library, key, does.key].join()
}

/** Code and the contents of the schemas that it asks for; undefined where these cannot be told. */
function withContents(heap: Heap, code: GeneratedCode, source: NodeIndex, { counted, asked }: NamesInCode) {
  const plain = code.renamed(source, counted)
  if (plain === undefined || asked === null) return plain?.key
  const names = [...plain.names]
  const options = contentKey(heap, asked.options) ?? `@${asked.options}`
  const schemas = heap
    .ownProperties(asked.schemas)
    .map(({ name, target }) => [replaced(name, counted, names), contentKey(heap, target)])
  return schemas.some(([, content]) => content === null) ? undefined : JSON.stringify([plain.key, options, schemas])
}

/** Unites groups that share a member; leaves out what stands alone. */
function united(validators: readonly ValidatorMark[], groups: readonly ValidatorMark[][]): ValidatorMark[][] {
  const leader = new Map<ValidatorMark, ValidatorMark>(validators.map((mark) => [mark, mark]))
  const find = (mark: ValidatorMark): ValidatorMark => {
    let at = mark
    for (let next = leader.get(at)!; next !== at; next = leader.get(at)!) at = next
    return at
  }
  for (const group of groups) for (const mark of group) leader.set(find(mark), find(group[0]))
  return groupsBy(validators, find).filter((group) => group.length > 1)
}
