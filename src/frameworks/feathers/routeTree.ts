import type { Heap } from '../../recognise/heap.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/**
 * What the tree of an app has for each path (`RouteNode` in routing/router of @feathersjs/transport-commons 5): an
 * object of the service and its parameters, one a path, whichever the method.
 */
export function pathsOf(heap: Heap, root: NodeIndex): ReadonlyMap<string, NodeIndex> {
  const found = new Map<string, NodeIndex>()
  const open: { node: NodeIndex; path: string }[] = [{ node: root, path: '' }]
  const seen = new Set<NodeIndex>()
  while (open.length > 0) {
    const { node, path } = open.pop()!
    if (seen.has(node)) continue
    seen.add(node)
    const data = heap.property(node, 'data')
    if (data !== undefined) found.set(path, data)
    const children = heap.property(node, 'children')
    const placeholders = heap.property(node, 'placeholders')
    // The path `/` is one empty name, and V8 writes a property without a name as an internal edge.
    const unnamed = children === undefined ? undefined : heap.internal(children, '')
    if (unnamed !== undefined) open.push({ node: unnamed, path: `${path}/` })
    for (const { name, target } of children === undefined ? [] : heap.ownProperties(children))
      open.push({ node: target, path: `${path}/${name}` })
    for (const placeholder of placeholders === undefined ? [] : heap.elements(placeholders)) {
      const name = heap.stringProperty(placeholder, 'name')
      if (name !== undefined) open.push({ node: placeholder, path: `${path}/:${name}` })
    }
  }
  return found
}
