import { createHash } from 'node:crypto'
import type { Heap } from '../recognise/heap.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/** Nodes after which a document is not followed any further: nothing that people call a schema is larger. */
const largestSchema = 20_000

/**
 * A key that two plain JSON documents in the heap share exactly when their contents are equal: same names, same
 * strings, numbers, booleans, arrays. Null where that cannot be told for certain: a text that the snapshot cut, numbers
 * that it does not hold, a function or class instance inside, a cycle, more than `mostNodes`.
 *
 * `known` remembers keys by node, for documents that are asked about several times.
 */
export function contentKey(
  heap: Heap,
  root: NodeIndex,
  known: Map<NodeIndex, string | null>,
  mostNodes = largestSchema,
): string | null {
  const remembered = known.get(root)
  if (remembered !== undefined) return remembered
  const text = canonicalText(heap, root, mostNodes)
  const key = text === null ? null : createHash('sha256').update(text).digest('base64')
  known.set(root, key)
  return key
}

/** Whether numbers can be read at all: without them two documents may look equal and differ in a limit. */
const holdsNumbers = (heap: Heap): boolean =>
  heap.graph.snapshot.strings.find('smi number') !== undefined ||
  heap.graph.snapshot.strings.find('heap number') !== undefined

function canonicalText(heap: Heap, root: NodeIndex, mostNodes: number): string | null {
  if (!holdsNumbers(heap)) return null
  const pieces: string[] = []
  const onPath = new Set<NodeIndex>()
  let visited = 0

  // A stack of what is still to be written, last first: text, a node, or the mark that a node is complete.
  type Task = { readonly text: string } | { readonly node: NodeIndex } | { readonly left: NodeIndex }
  const tasks: Task[] = [{ node: root }]
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if ('text' in task) pieces.push(task.text)
    else if ('left' in task) onPath.delete(task.left)
    else {
      const { node } = task
      const plain = scalarText(heap, node)
      if (plain !== undefined) {
        pieces.push(plain)
        continue
      }
      const parts = childrenOf(heap, node)
      if (parts === null || onPath.has(node) || ++visited > mostNodes) return null
      onPath.add(node)
      tasks.push({ text: parts.close }, { left: node })
      for (const [label, child] of parts.children.reverse()) tasks.push({ node: child }, { text: label })
      pieces.push(parts.open)
    }
  }
  return pieces.join('')
}

function scalarText(heap: Heap, node: NodeIndex): string | undefined {
  switch (heap.type(node)) {
    case 'string':
    case 'concatenated string':
    case 'sliced string': {
      const text = heap.string(node)
      return text === undefined ? undefined : JSON.stringify(text)
    }
    case 'number': {
      const value = heap.number(node)
      return value === undefined ? undefined : String(value)
    }
    default:
      return heap.oddball(node)
  }
}

interface Children {
  readonly open: string
  readonly close: string
  readonly children: [label: string, child: NodeIndex][]
}

function childrenOf(heap: Heap, node: NodeIndex): Children | null {
  if (heap.type(node) !== 'object') return null
  if (heap.isNamed(node, 'Array')) {
    return { open: '[', close: ']', children: heap.elements(node).map((child) => [',', child]) }
  }
  if (!heap.isNamed(node, 'Object')) return null
  const children: [string, NodeIndex][] = []
  for (const { name, target } of heap.ownProperties(node)) {
    // Symbols are a library's own notes on the document, and no content.
    if (!name.startsWith('<symbol')) children.push([`,${JSON.stringify(name)}:`, target])
  }
  children.sort(([a], [b]) => (a < b ? -1 : 1))
  return { open: '{', close: '}', children }
}
