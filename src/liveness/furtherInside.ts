import type { Heap } from '../recognise/heap.ts'
import { prototypeChain } from '../recognise/prototypes.ts'
import { remembered } from '../recognise/remembered.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { type FunctionNames, isNamed } from './functionNames.ts'
import { leadingFrom } from './leadingTo.ts'
import { isData } from './methods.ts'

/** How many edges further than from a variable a router may be: through objects, arrays and maps. */
export const mostSteps = 4

/** A router, and those that hold its copies. */
export interface Held {
  readonly router: NodeIndex
  readonly holders: readonly NodeIndex[]
}

/** Gives the routers that a value leads to; one that leads to their copies as well is the app as a whole, and gives none. */
export function furtherInside(heap: Heap, held: readonly Held[]): (value: NodeIndex) => NodeIndex[] {
  const leads = leadingFrom(heap, new Set(held.flatMap(({ router, holders }) => [router, ...holders])), mostSteps)
  const holdersOf = new Map(held.map(({ router, holders }) => [router, holders]))
  return remembered((value) => {
    const led = leads(value)
    return [...led].filter((router) => holdersOf.get(router)?.every((holder) => !led.has(holder)))
  })
}

/** Whether a text that names the value goes on to what leads further: by a property, a key or a method. */
export function goesOnTo(
  heap: Heap,
  value: NodeIndex,
  names: FunctionNames,
  leadsOn: (value: NodeIndex) => boolean,
): boolean {
  if (names.looksUp || heap.mapEntries(value).length > 0) return true
  if (isData(heap, value)) return false
  const inherited = prototypeChain(heap, value)
    .slice(1, -1)
    .flatMap((node) => heap.entries(node))
  const ways = [...heap.entries(value).filter(({ target }) => leadsOn(target)), ...inherited]
  return ways.some(({ name }) => isNamed(names, name))
}
