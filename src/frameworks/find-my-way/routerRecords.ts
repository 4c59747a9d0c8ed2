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
  const nodes = heap.elements(routes)
  const records = nodes.map((node) => recordOf(heap, node))
  return records.every((record) => record !== undefined) ? records : undefined
}

function recordOf(heap: Heap, node: NodeIndex): RouterRecord | undefined {
  const method = heap.stringProperty(node, 'method')
  const handler = heap.property(node, 'handler')
  if (method === undefined || handler === undefined || heap.type(handler) !== 'closure') return undefined
  return {
    node,
    method: method.toUpperCase(),
    path: heap.stringProperty(node, 'path') ?? null,
    constraints: constraintsText(heap, node),
    handler,
    store: heap.property(node, 'store'),
  }
}

/** `host:a.example version:1.2.0`, sorted by name; values that are no strings stand as `?`. */
function constraintsText(heap: Heap, record: NodeIndex): string {
  const opts = heap.property(record, 'opts')
  const constraints = opts === undefined ? undefined : heap.property(opts, 'constraints')
  if (constraints === undefined) return ''
  const names = heap.propertyNames(constraints).filter((name) => name !== '__proto__' && !name.startsWith('<symbol'))
  const texts = names.sort().map((name) => {
    const value = heap.property(constraints, name)
    if (value === undefined) return ''
    const text = heap.type(value) === 'regexp' ? `/${heap.name(value)}/` : heap.string(value)
    return `${name}:${text ?? '?'}`
  })
  return texts.filter((text) => text !== '').join(' ')
}
