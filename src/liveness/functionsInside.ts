import type { Heap } from '../recognise/heap.ts'
import { prototypeChain } from '../recognise/prototypes.ts'
import { remembered } from '../recognise/remembered.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { type FunctionNames, isNamed } from './functionNames.ts'
import { mostSteps } from './furtherInside.ts'
import { heldBy, isFunction, isObject } from './methods.ts'
import { variablesAround } from './namedValues.ts'

/** A function to be read, and the object that it is called on, where it is a method. */
export interface Read {
  readonly function_: NodeIndex
  readonly receiver?: NodeIndex
}

type GoneOnTo = (value: NodeIndex, names: FunctionNames, isHandedOn: boolean) => Read[]

/** More objects in one are data. */
const mostObjects = 1_000

/**
 * Gives the functions that a text gets to by a value that it names: it is one, or has one inside, a few steps in, where the text goes on to
 * it by the names of properties, or by lists and maps on the way. Of what is handed on as a whole, or looked through by an expression, all
 * of them, once.
 */
export function functionsInside(heap: Heap): GoneOnTo {
  const whole = new Set<NodeIndex>()
  const heldOf = remembered((object) => prototypeChain(heap, object).flatMap((node) => heldBy(heap, node)))
  return (value, names, isHandedOn) => {
    if (isFunction(heap, value)) return [{ function_: value }]
    if (whole.has(value)) return []
    const isWhole = isHandedOn || names.looksUp
    if (isWhole) whole.add(value)
    return found(value, (property) => isWhole || isNamed(names, property))
  }

  function found(value: NodeIndex, goesOnBy: (property: string) => boolean): Read[] {
    const functions: Read[] = []
    const seen = new Set([value])
    let last = isObject(heap, value) ? [value] : []
    for (let step = 0; step <= mostSteps && seen.size < mostObjects; step++) {
      const next: NodeIndex[] = []
      for (const receiver of last) {
        for (const { name, target } of heldOf(receiver)) {
          if (name !== '' && !goesOnBy(name)) continue
          if (isFunction(heap, target)) functions.push({ function_: target, receiver })
          else if (isObject(heap, target) && seen.size < seen.add(target).size) next.push(target)
        }
      }
      last = next
    }
    return functions
  }
}

/** Functions that a text names by variables of the functions around it: what a wrapper was given, or a helper in what it was given. */
export const functionsAround = (heap: Heap, closure: NodeIndex, names: FunctionNames, goneOnTo: GoneOnTo): Read[] =>
  variablesAround(heap, closure).flatMap(([name, value]) =>
    names.all.has(name) ? goneOnTo(value, names, names.handedOn.has(name)) : [],
  )
