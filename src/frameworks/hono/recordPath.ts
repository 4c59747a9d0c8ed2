import type { Heap } from '../../recognise/heap.ts'
import { recordedPath } from '../../recognise/recordedPaths.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/**
 * The path of a Hono record. Hono joins each as base + `/` + path.slice(1) (mergePath in utils/url), and V8 keeps that slice as a
 * reference into the longer string. An app may itself register slices, of which only the probe knows the text.
 */
export function recordPath(heap: Heap, record: NodeIndex): string | undefined {
  const path = heap.property(record, 'path')
  if (path === undefined) return undefined
  return heap.string(path) ?? recordedPath(heap, 'hono', record) ?? mergedPath(heap, path)
}

/**
 * A path that Hono joined. What it cuts off is the slash at the beginning behind one, and else, up to 4.0, the one at the end of a base.
 */
export const mergedPath = (heap: Heap, path: NodeIndex): string | undefined =>
  heap.string(path, (whole, before) => {
    if (before.endsWith('/')) return whole.startsWith('/') ? whole.slice(1) : undefined
    return whole.endsWith('/') ? whole.slice(0, -1) : undefined
  })
