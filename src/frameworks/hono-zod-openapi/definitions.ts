import type { Heap } from '../../recognise/heap.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { mergedPath } from '../hono/recordPath.ts'

/**
 * The definitions `{ type: 'route', route: { method, path, ... } }` of a registry by method and path of the record that
 * they describe. A definition writes parameters in braces where the record has colons, and leaves out the base path of
 * its app, so it is found by the end of the record's path; of several the longest fits. One that was registered twice
 * describes both.
 */
export function recordedDefinitions(
  heap: Heap,
  registry: NodeIndex,
): (method: string, path: string) => readonly NodeIndex[] {
  const byRoute = new Map<string, NodeIndex[]>()
  const list = heap.property(registry, '_definitions')
  for (const entry of list === undefined ? [] : heap.elements(list)) {
    const route = heap.property(entry, 'route')
    const pathNode = route === undefined ? undefined : heap.property(route, 'path')
    const path = pathNode === undefined ? undefined : mergedPath(heap, pathNode)
    const method = route === undefined ? undefined : heap.stringProperty(route, 'method')
    if (path === undefined || method === undefined) continue
    const key = `${method.toUpperCase()} ${path.replaceAll(/\/{(.+?)}/g, '/:$1')}`
    const entries = byRoute.get(key)
    if (entries === undefined) byRoute.set(key, [entry])
    else entries.push(entry)
  }
  return (method, path) => {
    for (let from = 0; from !== -1; from = path.indexOf('/', from + 1)) {
      const found = byRoute.get(`${method} ${path.slice(from)}`)
      if (found !== undefined) return found
    }
    return []
  }
}
