import type { Heap } from '../recognise/heap.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { allSlotsShown } from './allSlotsShown.ts'
import { holdsNumbers } from './holdsNumbers.ts'

/** Nodes after which a document is not followed any further: nothing that people call a schema is larger. */
const largestSchema = 20_000

/**
 * A number that two plain JSON documents in the heap share exactly when their contents are equal: same names, same
 * strings, numbers, booleans, arrays. Null where that cannot be told for certain: a text that the snapshot cut, numbers
 * that it does not hold, or room for one, a function or class instance inside, a cycle, more nodes than a schema has.
 *
 * Several findings ask about the same schemas, so what they learn stays for the next.
 */
export function contentKey(heap: Heap, root: NodeIndex): number | null {
  const keyOf = known.get(heap) ?? contentKeys(heap, largestSchema)
  known.set(heap, keyOf)
  return keyOf(root)
}

const known = new WeakMap<Heap, (root: NodeIndex) => number | null>()

/** In the place of a node's number: nothing is known yet, it is on the path at hand, it has none. */
const [unknown, open, none] = [0, -1, -2]

/** An object or array on the path from the root. */
interface Entered extends Children {
  readonly node: NodeIndex
  /** How many of the children have their numbers. */
  done: number
}

/**
 * The same for documents of up to `mostNodes` objects and arrays, one that is held twice counted twice. Equal texts have
 * one number, and so have equal trees, which are told by the numbers of their children (hash consing): what was seen
 * before is not walked again. Takes up to 8 bytes a node of the heap.
 */
export function contentKeys(heap: Heap, mostNodes: number): (root: NodeIndex) => number | null {
  const childrenOf = childrenIn(heap)
  const numbers = new Map<string, number>()
  const numberOf = new Int32Array(heap.graph.nodeCount)
  const sizeOf = new Uint32Array(heap.graph.nodeCount)

  const close = ({ node, names, children }: Entered): void => {
    let content = names === null ? '[' : '{'
    let size = 1
    for (let at = 0; at < children.length; at++) {
      const number = numberOf[children[at]]
      content += names === null ? `${number},` : `${names[at]}:${number},`
      size += sizeOf[children[at]]
    }
    sizeOf[node] = size
    numberOf[node] = size > mostNodes ? none : numbered(numbers, content)
  }

  /** Numbers what is below a node, children first, until something has no number: then nothing above it has one. */
  const walk = (root: NodeIndex): void => {
    const path: Entered[] = []
    let left = mostNodes
    const enter = (node: NodeIndex): void => {
      const text = scalarText(heap, node)
      const children = text === undefined ? childrenOf(node) : null
      numberOf[node] = children !== null ? open : text === undefined ? none : numbered(numbers, text)
      if (children === null) return
      path.push({ node, done: 0, ...children })
      left--
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
        if (numberOf[last.node] === none) leave(none)
      } else if (numberOf[child] > 0) last.done++
      else if (numberOf[child] !== unknown) leave(none)
      else {
        enter(child)
        if (left >= 0) continue
        // Parts of it may be small enough.
        leave(unknown)
        numberOf[root] = none
      }
    }
  }

  return (root) => {
    if (numberOf[root] === unknown) walk(root)
    return numberOf[root] > 0 ? numberOf[root] : null
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
}

/** The children of plain objects and arrays, null for everything else. */
function childrenIn(heap: Heap): (node: NodeIndex) => Children | null {
  const numbers = new Map<string, number>()
  const showsNumbers = holdsNumbers(heap)
  return (node) => {
    if (heap.type(node) !== 'object') return null
    const elements = heap.elements(node)
    const shows = (properties: number): boolean =>
      showsNumbers || allSlotsShown(heap, node, { properties, elements: elements.length })
    if (heap.isNamed(node, 'Array')) return shows(0) ? { names: null, children: elements } : null
    if (!heap.isNamed(node, 'Object')) return null
    const names: number[] = []
    const children: NodeIndex[] = []
    let ascending = true
    const properties = heap.ownProperties(node)
    if (!shows(properties.length)) return null
    for (const { name, target } of properties) {
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
