import { sameContent } from './schemaContent.ts'

/** Remembers one result a content, while a boot goes on. */
export interface ByContent<Result> {
  find(schema: object, hash: number): Result | undefined
  add(schema: object, hash: number, result: Result): void
  forget(): void
}

/**
 * Finds results by the content of schemas. Contents are kept as numbers and compared in full when they meet, so there
 * are no keys of text, and nothing is mixed up. All of it is forgotten in the turn of the event loop after the last
 * addition: Fastify compiles the schemas of all routes in one turn, so that afterwards nothing is left of it. What is
 * compiled later starts anew, and is shared among its own kind.
 */
export function byContent<Result>(): ByContent<Result> {
  let results = new Map<number, { readonly schema: object; readonly result: Result }[]>()
  let waiting = false
  const forget = () => {
    results = new Map()
  }
  const forgetLater = () => {
    if (waiting) return
    waiting = true
    setImmediate(() => {
      waiting = false
      forget()
    })
  }
  return {
    find: (schema, hash) => results.get(hash)?.find((known) => sameContent(known.schema, schema))?.result,
    add(schema, hash, result) {
      const known = results.get(hash)
      if (known === undefined) results.set(hash, [{ schema, result }])
      else known.push({ schema, result })
      forgetLater()
    },
    forget,
  }
}
