import type { Heap } from '../recognise/heap.ts'
import { oncePerHeap } from '../recognise/remembered.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { allSlotsShown, hiddenStore } from './allSlotsShown.ts'
import { holdsNumbers } from './holdsNumbers.ts'

/** Parts of one object or array after which it is not looked into: no document that people write has more. */
const mostParts = 1_000_000

/**
 * A number that two plain JSON documents in the heap share exactly when their contents are equal: same names, same
 * strings, numbers, booleans, arrays. Null where that cannot be told for certain: a text that the snapshot cut, numbers
 * that it does not hold, or room for one, a function or class instance inside, a cycle, a million parts in one object.
 *
 * Equal texts have one number, and so have equal trees, which are told by the numbers of their children (hash consing).
 * What was seen before is not walked again, from wherever it is held and whoever asks: all calls together cost the edges
 * of the heap's documents at most, and up to 4 bytes a node of the heap.
 */
export const contentKey = (heap: Heap, root: NodeIndex): number | null => positive(keysOf(heap)(root))

/** Whether a document has no key because it leads back to itself, and not for something that is in it. */
export const isCyclic = (heap: Heap, root: NodeIndex): boolean => keysOf(heap)(root) === cyclic

/** Objects and arrays that a document consists of, itself first. */
export function contentNodes(heap: Heap, root: NodeIndex): NodeIndex[] {
  const childrenOf = childrenIn(heap)
  const found = new Set([root])
  for (const node of found)
    for (const child of childrenOf(node)?.children ?? []) if (childrenOf(child) !== null) found.add(child)
  return [...found]
}

const positive = (number: number): number | null => (number > 0 ? number : null)

const keysOf = oncePerHeap((heap): ((root: NodeIndex) => number) => contentNumbers(heap))

/** In the place of a node's number: nothing is known yet, it is on the path at hand, it has none, or leads to itself. */
const [unknown, open, none, cyclic] = [0, -1, -2, -3]

/** An object or array on the path from the root. */
interface Entered extends Children {
  readonly node: NodeIndex
  /** How many of the children have their numbers. */
  done: number
}

function contentNumbers(heap: Heap): (root: NodeIndex) => number {
  const childrenOf = childrenIn(heap)
  const numbers = new Map<string, number>()
  const numberOf = new Int32Array(heap.graph.nodeCount)

  const close = ({ node, names, children, store }: Entered): void => {
    let content = names === null ? (store === undefined ? '[' : `[@${store}`) : '{'
    for (let at = 0; at < children.length; at++) {
      const number = numberOf[children[at]]
      content += names === null ? `${number},` : `${names[at]}:${number},`
    }
    numberOf[node] = numbered(numbers, content)
  }

  /** Numbers what is below a node, children first, until something has no number: then nothing above it has one. */
  const walk = (root: NodeIndex): void => {
    const path: Entered[] = []
    const enter = (node: NodeIndex): void => {
      const text = scalarText(heap, node)
      const children = text === undefined ? childrenOf(node) : null
      numberOf[node] = children !== null ? open : text === undefined ? none : numbered(numbers, text)
      if (children !== null) path.push({ node, done: 0, ...children })
    }
    const leave = (number: number): void => {
      for (const { node } of path) numberOf[node] = number
      path.length = 0
    }

    enter(root)
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const child = last.children[last.done]
      if (child === undefined) {
        path.pop()
        close(last)
      } else if (numberOf[child] > 0) last.done++
      else if (numberOf[child] === unknown) enter(child)
      else leave(numberOf[child] === open ? cyclic : numberOf[child])
    }
  }

  return (root) => {
    if (numberOf[root] === unknown) walk(root)
    return numberOf[root]
  }
}

function numbered(table: Map<string, number>, content: string): number {
  const number = table.get(content) ?? table.size + 1
  if (number > table.size) table.set(content, number)
  return number
}

function scalarText(heap: Heap, node: NodeIndex): string | undefined {
  switch (heap.type(node)) {
    case 'string':
    case 'concatenated string':
    case 'sliced string': {
      const text = heap.string(node)
      return text === undefined ? undefined : `"${text}`
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
  /** The number of each child's name, ascending; null for an array. */
  readonly names: readonly number[] | null
  readonly children: readonly NodeIndex[]
  /** Where an array has its numbers, unseen. Arrays that came from one literal share it until one is changed. */
  readonly store?: NodeIndex
}

/** The children of plain objects and arrays, null for everything else. */
function childrenIn(heap: Heap): (node: NodeIndex) => Children | null {
  const numbers = new Map<string, number>()
  const showsNumbers = holdsNumbers(heap)
  return (node) => {
    if (heap.type(node) !== 'object') return null
    const elements = heap.elements(node)
    if (elements.length > mostParts) return null
    const shows = (properties: number): boolean =>
      showsNumbers || allSlotsShown(heap, node, { properties, elements: elements.length })
    const store = hiddenStore(heap, node, elements.length)
    if (heap.isNamed(node, 'Array') && store !== undefined) return { names: null, children: [], store }
    if (heap.isNamed(node, 'Array')) return shows(0) ? { names: null, children: elements } : null
    if (!heap.isNamed(node, 'Object') || store !== undefined) return null
    const names: number[] = []
    const children: NodeIndex[] = []
    let ascending = true
    const properties = heap.ownProperties(node)
    if (!shows(properties.length)) return null
    for (const { name, target } of elements.length === 0 ? properties : heap.entries(node)) {
      // Symbols are a library's own notes on the document, and no content.
      if (name.startsWith('<symbol')) continue
      const number = numbered(numbers, name)
      if (names.length > 0 && number < names[names.length - 1]) ascending = false
      names.push(number)
      children.push(target)
    }
    if (ascending) return { names, children }
    // Most objects of one origin have their names in one order; this one has not.
    const order = names.map((_, at) => at).sort((a, b) => names[a] - names[b])
    return { names: order.map((at) => names[at]), children: order.map((at) => children[at]) }
  }
}
