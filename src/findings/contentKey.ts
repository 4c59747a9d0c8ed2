import { createHash } from 'node:crypto'
import type { Heap } from '../recognise/heap.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/** Nodes after which a document is not followed any further: nothing that people call a schema is larger. */
const largestSchema = 20_000

/**
 * A key that two plain JSON documents in the heap share exactly when their contents are equal: same names, same
 * strings, numbers, booleans, arrays. Null where that cannot be told for certain: a text that the snapshot cut, numbers
 * that it does not hold, a function or class instance inside, a cycle, more nodes than a schema has.
 *
 * Keys are remembered by node: several findings ask about the same schemas.
 */
export function contentKey(heap: Heap, root: NodeIndex): string | null {
  const keys = known.get(heap) ?? new Map<NodeIndex, string | null>()
  known.set(heap, keys)
  let key = keys.get(root)
  if (key === undefined) {
    key = documentKey(heap, root, largestSchema)
    keys.set(root, key)
  }
  return key
}

const known = new WeakMap<Heap, Map<NodeIndex, string | null>>()

/** The same for documents of up to `mostNodes`, without remembering any. */
export function documentKey(heap: Heap, root: NodeIndex, mostNodes: number): string | null {
  const text = canonicalText(heap, root, mostNodes)
  return text === null ? null : shortKey(text)
}

/** Texts that are equal have equal keys. One of many kilobytes is not kept. */
export const shortKey = (text: string): string =>
  text.length <= longestKey ? text : createHash('sha256').update(text).digest('base64')

const longestKey = 2000

/** Whether numbers can be read at all: without them two documents may look equal and differ in a limit. */
const holdsNumbers = (heap: Heap): boolean =>
  heap.graph.snapshot.strings.find('smi number') !== undefined ||
  heap.graph.snapshot.strings.find('heap number') !== undefined

function canonicalText(heap: Heap, root: NodeIndex, mostNodes: number): string | null {
  if (!holdsNumbers(heap)) return null
  const pieces: string[] = []
  const onPath = new Set<NodeIndex>()
  let visited = 0

  // What is still to be written, last first: text, a node, or the complement of a node that is complete.
  const tasks: (string | number)[] = [root]
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if (typeof task === 'string') pieces.push(task)
    else if (task < 0) onPath.delete(~task)
    else {
      const plain = scalarText(heap, task)
      if (plain !== undefined) {
        pieces.push(plain)
        continue
      }
      const parts = childrenOf(heap, task)
      if (parts === null || onPath.has(task) || ++visited > mostNodes) return null
      onPath.add(task)
      tasks.push(parts.close, ~task)
      for (let at = parts.children.length - 1; at >= 0; at--) {
        const [label, child] = parts.children[at]
        tasks.push(child, label)
      }
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
  // Most objects of one origin have their names in one order, and often it is this one.
  if (children.some(([label], at) => at > 0 && label < children[at - 1][0]))
    children.sort(([a], [b]) => (a < b ? -1 : 1))
  return { open: '{', close: '}', children }
}
