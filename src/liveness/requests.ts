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
  const dispatch = routeDispatch(heap, marks, first.nodes, first.scopes)
  const named = dispatch === null ? [] : namedRouters(heap, marks, dispatch.reached, isOwnFile)
  if (named.length === 0) return { entries: first, dispatch }
  const all = { nodes: [...new Set([...first.nodes, ...named])], scopes: first.scopes }
  return { entries: all, dispatch: routeDispatch(heap, marks, all.nodes, all.scopes) }
}
