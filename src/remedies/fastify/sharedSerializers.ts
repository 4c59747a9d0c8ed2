import { type ByContent, byContent } from './byContent.ts'
import { isName, sameContent, schemaContent } from './schemaContent.ts'

/** What Fastify asks for each response: a function that writes it. */
export interface RouteResponse {
  readonly schema: unknown
}
export type SerializerCompiler = (response: RouteResponse) => unknown
export type BuildSerializer = (externals: Externals, options?: object) => SerializerCompiler
/** Shared schemas by their `$id`. */
export type Externals = Readonly<Record<string, unknown>>

/**
 * Builds what `build` builds (Fastify's own is `SerializerSelector()` of @fastify/fast-json-stringify-compiler), but asks
 * it once for equal schemas, in all plugins whose shared schemas are equal and whose options are one object. What
 * generates text instead of functions (`mode`) is left alone.
 */
export function sharedSerializers(build: BuildSerializer): BuildSerializer {
  let stores: { externals: Externals; hash: number; options: object | undefined; known: ByContent<unknown> }[] = []
  let waiting = false

  const storeOf = (externals: Externals, options: object | undefined): ByContent<unknown> | undefined => {
    const hash = schemaContent(externals, (key) => key === '$async')?.hash
    if (hash === undefined) return undefined
    const same = stores.find(
      (store) => store.hash === hash && store.options === options && sameContent(store.externals, externals),
    )
    if (same !== undefined) return same.known
    const known = byContent<unknown>()
    stores.push({ externals, hash, options, known })
    if (!waiting) setImmediate(forget)
    waiting = true
    return known
  }
  const forget = () => {
    stores = []
    waiting = false
  }

  return (externals, options) => {
    const compile = build(externals, options)
    if (options !== undefined && ['mode', 'debugMode'].some((name) => name in options)) return compile
    let known = storeOf(externals, options)
    return (response) => {
      const { schema } = response
      // The compiler drops a shared schema that a response has the `$id` of: from there on it is one of its own kind.
      if (hasIdOf(schema, externals)) known = undefined
      const content = known === undefined ? undefined : schemaContent(schema, isName)
      if (known === undefined || content === undefined) return compile(response)
      const found = known.find(schema as object, content.hash)
      if (found !== undefined) return found
      const serialize = compile(response)
      known.add(schema as object, content.hash, serialize)
      return serialize
    }
  }
}

function hasIdOf(schema: unknown, externals: Externals): boolean {
  const id = typeof schema === 'object' && schema !== null ? (schema as { $id?: unknown }).$id : undefined
  return typeof id === 'string' && externals[id] !== undefined
}
