import type { Heap } from '../recognise/heap.ts'
import type { Mark } from '../recognise/mark.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import type { RecordInHeap } from '../recognise/record.ts'
import { type Entries, entries } from './entries.ts'
import type { Dispatch } from './liveness.ts'
import { namedRouters } from './namedRouters.ts'
import { routeDispatch } from './states.ts'

export interface Requests {
  readonly entries: Entries
  readonly dispatch: Dispatch | null
}

/** Where requests come in, and what they get to, by way of names in texts as well. */
export function requests(
  heap: Heap,
  record: RecordInHeap | undefined,
  marks: readonly Mark[],
  isOwnFile: IsOwnFile,
): Requests {
  const first = entries(heap, record, isOwnFile)
  let dispatch = routeDispatch(heap, marks, first.nodes, first.scopes)
  const nodes = new Set(first.nodes)
  // What is named has functions on the way of requests as well, and these name others.
  for (let before = -1; dispatch !== null && before < nodes.size; ) {
    before = nodes.size
    for (const node of namedRouters(heap, marks, dispatch.reached, isOwnFile, record)) nodes.add(node)
    if (nodes.size > before) dispatch = routeDispatch(heap, marks, [...nodes], first.scopes)
  }
  return { entries: { nodes: [...nodes], scopes: first.scopes }, dispatch }
}
