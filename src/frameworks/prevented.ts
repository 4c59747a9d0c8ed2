import type { Heap } from '../recognise/heap.ts'
import type { Mark } from '../recognise/mark.ts'
import { bootEntries } from './fastify/bootEntries.ts'
import { headTrees } from './fastify/headTrees.ts'

/** What is not there either where `removed` were never registered, though nothing of it is theirs alone. */
type Prevented = (heap: Heap, marks: readonly Mark[], removed: readonly Mark[]) => readonly Mark[]

/** By remedy in memory. */
export const prevented: Readonly<Record<string, Prevented | undefined>> = {
  'head-routes-off': (heap, marks, removed) => [
    ...headTrees(heap, marks, removed),
    ...bootEntries(heap, marks, removed.length),
  ],
}
