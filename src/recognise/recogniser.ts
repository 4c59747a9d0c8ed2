import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import type { Mark } from './mark.ts'

/**
 * Says what one node is, from the heap alone. Known by its property names, never by its class name only: bundlers
 * rename classes and V8 shows the renamed name. Unsure means silent: return undefined.
 */
export interface Recogniser {
  /** For messages and evidence: `fastify route`, `ajv validator`. */
  readonly name: string
  /**
   * Names of own properties that a candidate has, all of them, as `property` edges. A symbol is written as V8 does,
   * `<symbol fastify.children>`. The pass asks `recognise` only about nodes that have all of these.
   */
  readonly shape: readonly string[]
  /**
   * What `shape` is about: own properties of objects and functions (the default), or the captured variables of a scope.
   * Then `node` is the Context node, and `closures` are the functions that live in it.
   */
  readonly of?: 'scope'
  recognise(heap: Heap, node: NodeIndex, closures?: readonly NodeIndex[]): Mark | readonly Mark[] | undefined
  /**
   * For a framework that stands on another one: the marks of all recognisers, with what it knows better of them. Asked
   * once, when all nodes are seen, in the order of the list.
   */
  refine?(heap: Heap, marks: readonly Mark[]): readonly Mark[]
}
