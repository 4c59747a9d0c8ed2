import { byContent } from './byContent.ts'
import { isName, schemaContent } from './schemaContent.ts'

/** The sliver of Ajv 8 that is used here. */
interface Ajv {
  readonly opts?: {
    readonly keywords?: readonly Keyword[] | Readonly<Record<string, Keyword>>
    readonly vocabularies?: readonly Keyword[]
    readonly $comment?: unknown
    readonly code?: { readonly process?: unknown; readonly source?: unknown }
  }
  compile(schema: unknown, meta?: boolean): unknown
  addSchema(...args: unknown[]): unknown
  removeSchema(...args: unknown[]): unknown
  addKeyword(...args: unknown[]): unknown
  removeKeyword(keyword: string): unknown
  addFormat(...args: unknown[]): unknown
  addVocabulary(...args: unknown[]): unknown
}

type Keyword = string | { readonly keyword?: unknown; readonly [step: string]: unknown }

/**
 * An Ajv plugin (for Fastify's `ajv.plugins`) that compiles equal schemas once in each Ajv instance. Fastify has one
 * instance for each set of shared schemas, so a `$ref` always means the same within one.
 *
 * It is a plugin and no `buildValidator`, because Fastify 5 stops lower-casing the schemas of headers where the compiler
 * is not its own.
 *
 * Left alone, as they would be compiled without it: what `schemaContent` refuses, schemas with a keyword that the app
 * has brought (its code may know a schema by its object), `$ref` where a shared schema is of that kind, and instances
 * whose options watch or write the code (`$comment` as a function, `code.process`, `code.source`).
 */
export function sharedValidators<Instance>(instance: Instance): Instance {
  const ajv = instance as unknown as Ajv
  const { opts = {} } = ajv
  if (typeof opts.$comment === 'function' || opts.code?.process !== undefined || opts.code?.source === true)
    return instance

  const known = byContent<unknown>()
  const ownKeywords = new Set([...keywordsOf(opts.keywords), ...keywordsOf(opts.vocabularies)])
  const isOwn = (key: string) => ownKeywords.has(key)
  let refsAreShared = true

  // What changes the meaning of a schema starts the cache anew. Arguments are looked at, never changed.
  const watch = (name: Exclude<keyof Ajv, 'opts' | 'compile'>, look: (...args: unknown[]) => void = () => {}) => {
    const original = ajv[name] as (...args: unknown[]) => unknown
    ajv[name] = function (this: unknown, ...args: unknown[]) {
      known.forget()
      look(...args)
      return Reflect.apply(original, this, args)
    }
  }
  const learn = (keyword: unknown) => {
    for (const name of keywordsOf([keyword as Keyword])) ownKeywords.add(name)
  }
  watch('addKeyword', (keyword, definition) => {
    // The older form has the name first.
    learn(typeof keyword === 'string' && isObject(definition) ? { ...definition, keyword } : keyword)
  })
  watch('addVocabulary', (definitions) => {
    for (const definition of Array.isArray(definitions) ? definitions : []) learn(definition)
  })
  watch('addSchema', (schemas) => {
    for (const schema of Array.isArray(schemas) ? schemas : [schemas])
      if (schemaContent(schema, isOwn) === undefined) refsAreShared = false
  })
  for (const name of ['removeSchema', 'removeKeyword', 'addFormat'] as const) watch(name)

  const { compile } = ajv
  ajv.compile = function (this: unknown, schema, meta) {
    const plain = () => Reflect.apply(compile, this, meta === undefined ? [schema] : [schema, meta])
    const content = meta === true ? undefined : schemaContent(schema, (key) => isName(key) || isOwn(key))
    if (content === undefined || (content.refers && !refsAreShared)) return plain()
    const found = known.find(schema as object, content.hash)
    if (found !== undefined) return found
    const validate = plain()
    known.add(schema as object, content.hash, validate)
    return validate
  }
  return instance
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Names of the keywords that come with code. A keyword that is a name alone is a remark and checks nothing. */
function keywordsOf(keywords: readonly Keyword[] | Readonly<Record<string, Keyword>> | undefined): string[] {
  const list: unknown[] = Array.isArray(keywords)
    ? keywords
    : Object.entries(keywords ?? {}).map(([keyword, one]) => (isObject(one) ? { ...one, keyword } : keyword))
  return list.flatMap((one) => {
    if (!isObject(one) || !['code', 'macro', 'compile', 'validate'].some((step) => one[step] !== undefined)) return []
    return [one.keyword].flat().filter((name) => typeof name === 'string')
  })
}
