import type { ProofRequest } from './requests.ts'

/** The requests that the examples of a document make, and how many operations lack one that they need. */
export interface ExampleRequests {
  readonly requests: readonly ProofRequest[]
  readonly withoutExample: number
}

type Json = Readonly<Record<string, unknown>>

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const
const jsonType = /^application\/(?:[\w.+-]+\+)?json\b/

/**
 * One request an operation of an OpenAPI 3 document, put together from its examples: of parameters and of the body, as
 * `example`, as the first of `examples`, or in the schema (`example`, `examples`, `default`, `const`, the first of `enum`).
 * An operation is left out where something required has none. References within the document are followed.
 */
export function exampleRequests(document: unknown): ExampleRequests {
  const root = objectOf(document)
  const base = basePath(root)
  const made = Object.entries(objectOf(root.paths)).flatMap(([path, item]) => {
    const shared = resolved(root, item)
    return methods
      .filter((method) => shared[method] !== undefined)
      .map((method) => requestOf(root, method, `${base}${path}`, shared, resolved(root, shared[method])))
  })
  const requests = made.filter((request) => request !== null)
  return { requests, withoutExample: made.length - requests.length }
}

/** Null where an example that it needs is missing. */
function requestOf(root: Json, method: string, path: string, item: Json, operation: Json): ProofRequest | null {
  const query = new URLSearchParams()
  const headers: Record<string, string> = {}
  let filled = path
  for (const parameter of parametersOf(root, item, operation)) {
    const name = String(parameter.name)
    const example = exampleOf(root, parameter)
    if (example === undefined) {
      if (parameter.required === true || parameter.in === 'path') return null
      continue
    }
    const values = Array.isArray(example) ? example.map(textOf) : [textOf(example)]
    if (parameter.in === 'path') filled = filled.replaceAll(`{${name}}`, encodeURIComponent(values.join(',')))
    else if (parameter.in === 'query') for (const value of values) query.append(name, value)
    else if (parameter.in === 'header') headers[name.toLowerCase()] = values.join(',')
  }
  if (/\{\w+\}/.test(filled)) return null
  const body = bodyOf(root, resolved(root, operation.requestBody))
  if (body === null) return null
  const target = query.size === 0 ? filled : `${filled}?${query}`
  return { text: `${method.toUpperCase()} ${target}`, method: method.toUpperCase(), path: target, headers, ...body }
}

/** Parameters of the operation, and those of its path that it does not bring itself. */
function parametersOf(root: Json, item: Json, operation: Json): Json[] {
  const all = [operation.parameters, item.parameters].flatMap(listOf).map((parameter) => resolved(root, parameter))
  const isFirst = ({ name, in: place }: Json, at: number) =>
    all.findIndex((other) => other.name === name && other.in === place) === at
  return all.filter(isFirst)
}

/** No body where none is described or none has to be; null where one is needed and there is no example. */
function bodyOf(root: Json, described: Json): { body: string | null } | null {
  const media = Object.entries(objectOf(described.content)).find(([type]) => jsonType.test(type))
  const example = media === undefined ? undefined : exampleOf(root, resolved(root, media[1]))
  if (example !== undefined) return { body: JSON.stringify(example) }
  return described.required === true ? null : { body: null }
}

/** The example of a parameter or a media type; undefined where it has none. */
function exampleOf(root: Json, described: Json): unknown {
  if ('example' in described) return described.example
  const [first] = Object.values(objectOf(described.examples))
  if (first !== undefined) return resolved(root, first).value
  const schema = resolved(root, described.schema)
  for (const key of ['example', 'default', 'const']) if (key in schema) return schema[key]
  return [...listOf(schema.examples), ...listOf(schema.enum)][0]
}

/** The path that all paths of the document are below, by its first server. */
function basePath(root: Json): string {
  const url = objectOf(listOf(root.servers)[0]).url
  if (typeof url !== 'string' || url.includes('{')) return ''
  return new URL(url, 'http://localhost').pathname.replace(/\/+$/, '')
}

/** What a reference within the document leads to, or the thing itself. */
function resolved(root: Json, value: unknown): Json {
  let found = objectOf(value)
  for (let step = 0; typeof found.$ref === 'string' && step < 20; step++) {
    const keys = found.$ref.replace(/^#\/?/, '').split('/')
    found = objectOf(
      keys.reduce<unknown>(
        (at, key) => objectOf(at)[decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')],
        root,
      ),
    )
  }
  return found
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
