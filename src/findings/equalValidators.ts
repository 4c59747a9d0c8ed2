import type { Heap } from '../recognise/heap.ts'
import type { NamesInCode, ValidatorMark } from '../recognise/mark.ts'
import { contentKey, shortKey } from './contentKey.ts'
import { groupsBy } from './facts.ts'
import { structureKeys } from './structureKey.ts'

/**
 * Groups of two or more validators that do the same, each group in order of the heap.
 *
 * Two are equal when they were compiled from the same schema object, or when both their schema documents and the full
 * texts of their generated code are equal. Code alone decides only for serializers, whose code says everything but what the
 * schemas are that it calls by name; Ajv's code refers to schemas and patterns by name. A text that the snapshot cut decides nothing. Validators that their library
 * keeps in objects are equal when the objects are.
 */
export function equalValidators(heap: Heap, validators: readonly ValidatorMark[]): ValidatorMark[][] {
  const structureKey = structureKeys(heap, new Set())
  const alike = groupsBy(validators, (mark) => roughKey(heap, mark))
  const byContent = alike
    .filter((group) => group.length > 1)
    .flatMap((group) =>
      groupsBy(group, (mark) =>
        mark.content === undefined ? contentOf(heap, mark) : (structureKey(mark.content) ?? undefined),
      ),
    )
  const bySchema = groupsBy(validators, (mark) =>
    mark.schema === null ? undefined : [mark.kind, mark.library, mark.part, mark.schema].join(),
  )
  return united(validators, [...byContent, ...bySchema])
}

/** What is equal where two do the same, and can be told without reading code; undefined where nothing can be told. */
function roughKey(heap: Heap, mark: ValidatorMark): string | undefined {
  if (mark.content !== undefined) return mark.library
  if (mark.source === null) return undefined
  if (mark.kind === 'serializer') return `${mark.kind} ${mark.library}`
  const schema = mark.schema === null ? null : contentKey(heap, mark.schema)
  return schema === null ? undefined : `${mark.kind} ${mark.library} ${schema}`
}

function contentOf(heap: Heap, mark: ValidatorMark): string | undefined {
  const code = mark.source === null ? undefined : heap.string(mark.source)
  if (code === undefined) return undefined
  const schema = mark.schema === null ? null : contentKey(heap, mark.schema)
  if (mark.kind === 'serializer') {
    const text = mark.names === undefined ? code : withContents(heap, code, mark.names)
    return text === undefined ? undefined : [mark.kind, mark.library, shortKey(text)].join()
  }
  return schema === null ? undefined : [mark.kind, mark.library, schema, shortKey(withoutCounters(code))].join()
}

/**
 * The code with its counted names numbered from 0, and the contents of the schemas that it asks for; undefined where these
 * cannot be told.
 */
function withContents(heap: Heap, code: string, { counted, asked }: NamesInCode): string | undefined {
  const names: string[] = []
  const renamed = (text: string) =>
    text.replace(new RegExp(counted, 'g'), (name) => {
      if (!names.includes(name)) names.push(name)
      return `#${names.indexOf(name)}`
    })
  const text = renamed(code)
  if (asked === null) return text
  const options = contentKey(heap, asked.options) ?? `@${asked.options}`
  const schemas = heap.ownProperties(asked.schemas).map(({ name, target }) => [renamed(name), contentKey(heap, target)])
  return schemas.some(([, content]) => content === null) ? undefined : JSON.stringify([text, options, schemas])
}

/**
 * Ajv numbers the names of one instance through, so equal code differs in the numbers, and only the schema tells. A number
 * is looked for before the name in front of it: that takes a third of the time.
 */
const withoutCounters = (code: string): string =>
  code.replace(/\bscope\.(\w+)\[\d+\]/g, 'scope.$1').replace(/\d+\b(?<=\b[A-Za-z_$]+\d+)/g, '')

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
