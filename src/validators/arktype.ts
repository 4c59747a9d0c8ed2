import type { Heap } from '../recognise/heap.ts'
import type { Mark } from '../recognise/mark.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/**
 * A type of objects of arktype 2 (@ark/schema): a node that has a structure. Types of single values are left out: the
 * library has hundreds of its own, and nothing tells theirs from the app's. Equal types are one object, because nodes
 * are kept by their definition, so no two need to be compared.
 */
export const schemaRecogniser: Recogniser = {
  name: 'arktype schema',
  shape: ['inner', 'innerHash', 'attachments', 'referencesById', '$'],

  recognise(heap, node) {
    const inner = heap.property(node, 'inner')
    if (inner === undefined || heap.type(node) !== 'closure' || heap.property(inner, 'structure') === undefined) return
    const content = { root: node, outlines }
    return [{ kind: 'schema', leading: [node], library: 'arktype', key: null, content }, ...generatedFor(heap, node)]
  },
}

/** What it does is not looked at. */
const outlines = [{ has: ['innerHash'], opaque: true }] as const

/**
 * What arktype generated for a type: two methods of an object of its own, bound to it, one that says yes or no and one
 * that says why.
 */
function generatedFor(heap: Heap, schema: NodeIndex): Mark[] {
  const methods = ['traverseAllows', 'traverseApply'].flatMap((name) => heap.property(schema, name) ?? [])
  const functions = methods.map((method) => heap.unbound(method))
  const [closure] = functions
  if (functions.length !== 2 || functions.some((found) => heap.generatedBy(found) === undefined)) return []
  const source = heap.source(closure) ?? null
  return [{ kind: 'validator', leading: functions, library: 'arktype', closure, schema, source, part: null }]
}

/** All nodes by their id, on an object that arktype puts on `globalThis`. */
export const registryRecogniser: Recogniser = {
  name: 'arktype registry',
  shape: ['nodesByRegisteredId'],

  recognise(heap, node) {
    const nodes = heap.property(node, 'nodesByRegisteredId')
    if (nodes === undefined) return
    return { kind: 'registry', leading: [node, nodes], library: 'arktype', name: 'nodes', keys: [], ownOnly: true }
  },
}

/** A scope: names and what they stand for, and all nodes made in it, by their definition. */
export const scopeRecogniser: Recogniser = {
  name: 'arktype scope',
  shape: ['nodesByHash', 'resolutions', 'aliases', 'referencesById'],

  recognise(heap, node) {
    const nodes = heap.property(node, 'nodesByHash')
    if (nodes === undefined) return
    return { kind: 'registry', leading: [node, nodes], library: 'arktype', name: 'scope', keys: [], ownOnly: true }
  },
}
