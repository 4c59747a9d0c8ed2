import type { HeapGraph } from '../graph/graph.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { PartOf } from './stringText.ts'

/**
 * The heap as recognisers ask about it: by property, by closure, by string. Every question may have no answer, then
 * it is undefined; nothing throws.
 */
export interface Heap {
  readonly graph: HeapGraph

  /** `object`, `closure`, `string`, ...: the node type by name. */
  type(node: NodeIndex): string
  /** Constructor or function name as V8 shows it. Not reliable in bundles. */
  name(node: NodeIndex): string
  /** Whether `name(node)` is this text. Costs no decoding. */
  isNamed(node: NodeIndex, text: string): boolean
  /** Target of the own property edge with this name; symbols as `<symbol description>`. Oddballs give undefined.
   *  A proxy around a function gives the function, here, in elements and in variables. */
  property(node: NodeIndex, name: string): NodeIndex | undefined
  /** Names of all own property edges. Costs a decode per name. */
  propertyNames(node: NodeIndex): string[]
  /** All own property edges with their targets, oddballs included, `__proto__` left out. Costs a decode per name. */
  ownProperties(node: NodeIndex): { name: string; target: NodeIndex }[]
  /** The same and, before them, what V8 keeps apart as elements: properties whose names are numbers. */
  entries(node: NodeIndex): { name: string; target: NodeIndex }[]
  /** Target of an `internal` edge (`map`, `context`, `shared`, `bound_function`, `table`, ...). */
  internal(node: NodeIndex, name: string): NodeIndex | undefined
  /** Target of a `context` edge: a captured variable of a Context node. */
  variable(context: NodeIndex, name: string): NodeIndex | undefined
  /** Elements of an array in index order, holes left out, `null` and `undefined` not. Elements are found behind `elements` as well. */
  elements(array: NodeIndex): NodeIndex[]
  /** Values (and keys) of a Map or Set in insertion order, from its table. */
  mapEntries(map: NodeIndex): { key: NodeIndex; value: NodeIndex }[]
  /**
   * Text of a string node. Concatenated strings are joined; cut ones are undefined, and slices where `partOf` does not say what they
   * have of the whole: only who knows the code that cut them can.
   */
  string(node: NodeIndex, partOf?: PartOf): string | undefined
  /** Whether V8 cut the text of a string node, or a part of it. */
  isCut(node: NodeIndex): boolean
  /** The flat string nodes that a string node is joined of, in order; undefined for slices and what is no string. */
  flatStrings(node: NodeIndex): NodeIndex[] | undefined
  /** `string(property(node, name))`. */
  stringProperty(node: NodeIndex, name: string): string | undefined
  /** `true`, `false`, `null` or `undefined` where the node is that oddball, else undefined. */
  oddball(node: NodeIndex): 'true' | 'false' | 'null' | 'undefined' | undefined
  /** Value of a number node where the snapshot holds numeric values, else undefined. */
  number(node: NodeIndex): number | undefined
  /** True or false where the property is that oddball, else undefined. */
  booleanProperty(node: NodeIndex, name: string): boolean | undefined
  /** Number where the snapshot holds numeric values (`exposeNumericValues`), else undefined. */
  numberProperty(node: NodeIndex, name: string): number | undefined

  /** The function behind `native_bind` closures, followed to the end. The node itself where it is not bound. */
  unbound(closure: NodeIndex): NodeIndex
  /** SharedFunctionInfo of a closure: equal for all closures of one function literal. */
  sharedFunction(closure: NodeIndex): NodeIndex | undefined
  /** Script of a closure's code, and the string node of its source. */
  script(closure: NodeIndex): NodeIndex | undefined
  source(closure: NodeIndex): NodeIndex | undefined
  /**
   * For a closure made by `new Function`: the SharedFunctionInfo of the function that called it, which names the
   * library also in bundles.
   */
  generatedBy(closure: NodeIndex): NodeIndex | undefined
  /** `file:line:column`, one-based, of a closure or of the constructor of an object, or undefined. */
  location(node: NodeIndex): string | undefined
}
