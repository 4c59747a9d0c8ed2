import type { LabelledEdge, Structure } from '../graph/isomorphism.ts'
import type { Heap } from '../recognise/heap.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'

/** When a node came to be, or that it is not to be compared. */
export const age = { old: 0, new: 1, excluded: 2 } as const

/** Label of what a Map or Set holds, in order; above all labels of edges. */
export const entryLabel = 2 ** 40

/** How V8 keeps an object, not what it is: hidden class, code, and stores whose contents the object itself shows. */
const storage = new Set(['map', 'elements', 'properties', 'table', 'code', 'feedback_cell'])
const values = new Set(['string', 'concatenated string', 'sliced string', 'number', 'bigint'])
const compared = new Set(['object', 'closure', 'regexp'])

/**
 * Objects as the program sees them: own properties, elements, entries of Maps and Sets, code and variables of closures.
 * Two different nodes are alike where one is new, the other one old, and both have one type and constructor. All
 * primitive values are equal: a mounted copy differs from its original in its path. What V8 keeps in a way that is not
 * looked into (promises, buffers, weak maps) is only equal to itself.
 */
export function objectStructure(heap: Heap, ages: Uint8Array): Structure {
  const { nodes, meta } = heap.graph.snapshot
  const label = edgeLabels(heap)
  const { firstEdge, edges } = heap.graph
  const typeCodes = (names: ReadonlySet<string>) => meta.nodeTypes.map((name) => names.has(name))
  const isValueType = typeCodes(values)
  const isComparedType = typeCodes(compared)
  const isRegExp = typeCodes(new Set(['regexp']))
  const isValue = (node: NodeIndex): boolean =>
    isValueType[nodes.type[node]] || (!isComparedType[nodes.type[node]] && heap.oddball(node) !== undefined)

  return {
    edges(node) {
      // What a pattern says is a value too.
      if (isRegExp[nodes.type[node]]) return []
      const found: LabelledEdge[] = []
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
        const at = label(edge)
        if (at !== undefined) found.push({ label: at, target: edgeTarget(edges.word[edge]) })
      }
      const entries = heap.mapEntries(node)
      entries.forEach(({ key, value }, index) => {
        found.push({ label: entryLabel + 2 * index, target: key }, { label: entryLabel + 2 * index + 1, target: value })
      })
      return found.sort((a, b) => a.label - b.label)
    },
    compare(left, right) {
      const type = nodes.type[left]
      if (isComparedType[type]) {
        const isCopy = ages[left] === age.new && ages[right] === age.old && type === nodes.type[right]
        // The name of a pattern is its text.
        return isCopy && (isRegExp[type] || nodes.name[left] === nodes.name[right]) ? 'alike' : 'different'
      }
      return isValue(left) && isValue(right) ? 'equal' : 'different'
    },
  }
}

/** What to call an edge, by EdgeIndex; undefined where it is none of the program's. */
export function edgeLabels(heap: Heap): (edge: number) => number | undefined {
  const { meta, strings, edges } = heap.graph.snapshot
  const kinds = meta.edgeTypes
  const constructorName = strings.find('constructor')
  const ignoredNames = new Map<number, boolean>()
  const isIgnored = (name: number): boolean => {
    let ignored = ignoredNames.get(name)
    if (ignored === undefined) {
      const text = strings.text(name)
      ignored = storage.has(text) || text.includes(' / part of key (')
      ignoredNames.set(name, ignored)
    }
    return ignored
  }
  return (edge) => {
    const code = edgeType(edges.word[edge])
    const name = edges.nameOrIndex[edge]
    const kind = kinds[code]
    const counts =
      kind === 'element' ||
      kind === 'context' ||
      (kind === 'property' && name !== constructorName) ||
      (kind === 'internal' && !isIgnored(name))
    return counts ? code * 2 ** 32 + name : undefined
  }
}
