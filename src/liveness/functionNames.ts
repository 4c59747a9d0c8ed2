import type { Heap } from '../recognise/heap.ts'
import { oncePerHeap, remembered } from '../recognise/remembered.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { freeNames } from './freeNames.ts'
import { functionNode, unlessInvalid } from './functionNode.ts'

/** Names in the text of a function that mean something outside of it. */
export interface FunctionNames {
  /** Those of variables that are not its own, nor those of functions in it; `this` with them. */
  readonly all: ReadonlySet<string>
  /** Those of which more is done than to read a property (`router.stack.length`): that are called, handed on, or have a method called. */
  readonly used: ReadonlySet<string>
  /** Those of them that stand alone: called, handed on, or assigned as they are. */
  readonly handedOn: ReadonlySet<string>
  /** Names of properties that it may read: behind a dot, taken out of an object, or as a string. */
  readonly properties: ReadonlySet<string>
  /** Whether something is looked up by an expression: `table[version]` may be any property. */
  readonly looksUp: boolean
  /** How many parameters it is called with, as its `length` tells: up to the first with a value of its own. */
  readonly length: number
}

/**
 * Names that the text of a function has for what is outside of it; undefined where the heap does not have its
 * text. Costs a walk of the text, once for all functions that share it.
 */
export function functionNamesOf(heap: Heap): (closure: NodeIndex) => FunctionNames | undefined {
  const scriptOf = remembered((source) => linesOf(heap.string(source)))
  const known = knownNames(heap)
  const read = (closure: NodeIndex) => {
    const place = /:(\d+):(\d+)$/.exec(heap.location(closure) ?? '')
    const source = heap.source(closure)
    if (place === null || source === undefined) return undefined
    const script = scriptOf(source)
    const line = script?.lines[Number(place[1]) - 1]
    return line === undefined ? undefined : functionNames(script!.text.slice(line + Number(place[2]) - 1))
  }
  return (closure) => {
    const shared = heap.sharedFunction(closure) ?? closure
    if (!known.has(shared)) known.set(shared, read(closure))
    return known.get(shared)
  }
}

/** By what functions of one text share. */
const knownNames = oncePerHeap(() => new Map<NodeIndex, FunctionNames | undefined>())

/** A text with the offsets of its lines. */
function linesOf(text: string | undefined) {
  if (text === undefined) return null
  const lines = [0, ...Array.from(text.matchAll(/\r\n|[\n\r\u2028\u2029]/g), ({ index, 0: end }) => index + end.length)]
  return { text, lines }
}

/** The same for a text that begins with a function; what follows does not count. Undefined where it cannot be read. */
export function functionNames(text: string): FunctionNames | undefined {
  const node = functionNode(text)
  return node === undefined ? undefined : unlessInvalid(() => freeNames(node))
}

/** Whether a text can mean a property by one of its names: behind a dot, as a string, or taken out of an object. */
export const isNamed = ({ properties }: FunctionNames, property: string): boolean =>
  properties.has(property.replace(/^[gs]et /, ''))
