import type { Heap } from '../../recognise/heap.ts'
import type { Mark, RouterMark } from '../../recognise/mark.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/**
 * What the boot of a server keeps for routes that go: for each a finished task and an entry with its times (avvio's
 * `after`). None of them says of which route it is and all are alike, so as many as there are routes, the last ones. One
 * mark a boot, to be removed with the routes.
 */
export function bootEntries(heap: Heap, marks: readonly Mark[], routes: number): RouterMark[] {
  let left = routes
  return marks.flatMap((mark): RouterMark[] => {
    if (mark.kind !== 'router' || mark.framework !== 'fastify' || !mark.internal || left === 0) return []
    const entries = entriesOf(heap, mark.leading[0]).slice(-left)
    if (entries.length === 0) return []
    left -= entries.length
    return [{ ...mark, leading: [...entries, ...tasksOf(heap, mark.leading[0]).slice(-entries.length)] }]
  })
}

/** Entries that `after` made, in the tree of times. */
function entriesOf(heap: Heap, boot: NodeIndex): NodeIndex[] {
  const tree = heap.property(boot, 'pluginTree')
  const found: NodeIndex[] = []
  const open = [tree === undefined ? undefined : heap.property(tree, 'root')]
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    if (heap.stringProperty(entry, 'label') === 'bound _after') found.push(entry)
    const nodes = heap.property(entry, 'nodes')
    if (nodes !== undefined) open.push(...heap.elements(nodes))
  }
  return found
}

/**
 * Tasks of the boot that queues (fastq) have finished and keep to use again, in the order of their lists, so that the last ones
 * hold none of the first. Routes wait in one queue, plugins and hooks in others, and which comes first in a heap is chance: the
 * longest list is the last. They are searched in the whole heap: no short path leads to a list.
 */
function tasksOf(heap: Heap, boot: NodeIndex): NodeIndex[] {
  const { nodes, meta } = heap.graph.snapshot
  const object = meta.nodeTypes.indexOf('object')
  const following = new Map<NodeIndex, NodeIndex | undefined>()
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.type[node] !== object || heap.property(node, 'worked') === undefined) continue
    if (heap.property(node, 'context') === boot) following.set(node, heap.property(node, 'next'))
  }
  const later = new Set(following.values())
  const lists: NodeIndex[][] = []
  for (const first of following.keys()) {
    if (later.has(first)) continue
    const list: NodeIndex[] = []
    let task: NodeIndex | undefined = first
    for (; task !== undefined && following.has(task); task = following.get(task)) list.push(task)
    lists.push(list)
  }
  return lists.sort((a, b) => a.length - b.length).flat()
}
