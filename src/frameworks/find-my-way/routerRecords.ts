import type { Heap } from '../../recognise/heap.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/**
 * One registered route of a find-my-way router, as its `routes` array holds it. What the radix tree has of the route
 * is not here: it is structure of the router, shared with the routes beside it.
 */
export interface RouterRecord {
  readonly node: NodeIndex
  readonly method: string
  readonly path: string | null
  readonly constraints: string
  readonly matcher?: string
  readonly handler: NodeIndex
  readonly store: NodeIndex | undefined
}

/** A find-my-way router of version 5 and up (fastify 4 and 5): `routes` has the records, `trees` a tree a method. */
export const routerShape = ['routes', 'trees', 'constrainer', 'caseSensitive']

/** Records of a router in the order of registration, or undefined where `router` is something else. */
export function routerRecords(heap: Heap, router: NodeIndex): RouterRecord[] | undefined {
  const routes = heap.property(router, 'routes')
  const trees = heap.property(router, 'trees')
  if (routes === undefined || trees === undefined) return undefined
  const records = heap.elements(routes).map((node) => recordOf(heap, node))
  if (!records.every((record) => record !== undefined)) return undefined
  return records.some(({ path }) => path === null) ? withCutPaths(heap, router, records) : records
}

function recordOf(heap: Heap, node: NodeIndex): RouterRecord | undefined {
  const method = heap.stringProperty(node, 'method')
  const handler = heap.property(node, 'handler')
  if (method === undefined || handler === undefined || heap.type(handler) !== 'closure') return undefined
  return {
    node,
    method: method.toUpperCase(),
    path: heap.stringProperty(node, 'path') ?? null,
    ...constraintsOf(heap, node),
    handler,
    store: heap.property(node, 'store'),
  }
}

/**
 * The records with the paths that the router cut out of longer ones, which V8 keeps as references into these: it registers
 * `/items/:id?` as `/items/:id` and then as `/items`, and leaves out a slash at the end where it ignores these.
 */
function withCutPaths(heap: Heap, router: NodeIndex, records: readonly RouterRecord[]): RouterRecord[] {
  const ignoresSlash = heap.booleanProperty(router, 'ignoreTrailingSlash') === true
  const last = new Map<string, string>()
  return records.map((record) => {
    const registered = `${record.method} ${record.handler} ${record.store}`
    const cut = (whole: string): string | undefined => {
      const before = last.get(registered)
      if (before !== undefined && whole.endsWith(`${before}?`)) return before.slice(0, before.lastIndexOf('/')) || '/'
      return ignoresSlash && whole.startsWith('/') && whole.endsWith('/') ? whole.slice(0, -1) : undefined
    }
    const path = record.path ?? heap.string(heap.property(record.node, 'path')!, cut) ?? null
    if (path !== null) last.set(registered, path)
    return { ...record, path }
  })
}

/**
 * `host:a.example version:1.2.0`, sorted by name; values that are objects stand as `?`. These, and regular expressions,
 * make the route unlike any other.
 */
function constraintsOf(heap: Heap, record: NodeIndex): Pick<RouterRecord, 'constraints' | 'matcher'> {
  const opts = heap.property(record, 'opts')
  const constraints = opts === undefined ? undefined : heap.property(opts, 'constraints')
  if (constraints === undefined) return { constraints: '' }
  const values = heap.ownProperties(constraints).filter(({ name, target }) => {
    return !name.startsWith('<symbol') && heap.oddball(target) !== 'undefined'
  })
  const texts = values.map(({ target }) => heap.string(target) ?? literal(heap, target))
  const shown = values.map(({ name, target }, at) => {
    const text = heap.type(target) === 'regexp' ? `/${heap.name(target)}/` : texts[at]
    return `${name}:${text ?? '?'}`
  })
  const isKnown = !texts.includes(undefined)
  return { constraints: shown.sort().join(' '), ...(!isKnown && { matcher: `@${record}` }) }
}

const literal = (heap: Heap, value: NodeIndex): string | undefined =>
  heap.oddball(value) ?? heap.number(value)?.toString()
