import type { HeapGraph } from '../graph/graph.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'

/** Finds edges of one node by edge type and name. Names are resolved to string indices once. */
export interface EdgesByName {
  /** Target of the first edge of this type and name. Costs a scan of the node's edges, no decoding. */
  target(node: NodeIndex, type: string, name: string): NodeIndex | undefined
  /** The same, for a type that is asked about again and again. */
  ofType(type: string): (node: NodeIndex, name: string) => NodeIndex | undefined
  /** And for a type and name. */
  finder(type: string, name: string): (node: NodeIndex) => NodeIndex | undefined
  /** Targets of all edges of this type, in the order of the file. */
  targets(node: NodeIndex, type: string): NodeIndex[]
  /** Targets of the `element` edges in the order of their indices. */
  elements(node: NodeIndex): NodeIndex[]
  /** Edges of this type with their index (`element`, `hidden`) or name as a number (`internal` slots of arrays). */
  numbered(node: NodeIndex, type: string): { index: number; target: NodeIndex }[]
  /** Edges of this type with their names. Costs a decode per name. */
  named(node: NodeIndex, type: string): { name: string; target: NodeIndex }[]
  /** Names of all edges of this type. Costs a decode per name. */
  names(node: NodeIndex, type: string): string[]
}

export function edgesByName(graph: HeapGraph): EdgesByName {
  const { strings, meta } = graph.snapshot
  const { word, nameOrIndex } = graph.edges
  const firstEdge = graph.firstEdge
  const stringIndices = new Map<string, number>()

  // A name that the file does not hold gets -1, which no edge has.
  const stringIndex = (name: string): number => {
    let index = stringIndices.get(name)
    if (index === undefined) {
      index = strings.find(name) ?? -1
      stringIndices.set(name, index)
    }
    return index
  }
  const typeCodes = new Map(meta.edgeTypes.map((name, code) => [name, code]))
  const typeCode = (name: string) => typeCodes.get(name) ?? -1
  const isIndexed = (type: string) => type === 'element' || type === 'hidden'

  const edgesOf = (node: NodeIndex, type: string): number[] => {
    const code = typeCode(type)
    const found: number[] = []
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      if (edgeType(word[edge]) === code) found.push(edge)
    }
    return found
  }

  const targetOf = (node: NodeIndex, code: number, index: number): NodeIndex | undefined => {
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      if (nameOrIndex[edge] === index && edgeType(word[edge]) === code) return edgeTarget(word[edge])
    }
    return undefined
  }

  const numbersIn = new Map<number, number>()
  const numberIn = (index: number): number => {
    let number = numbersIn.get(index)
    if (number === undefined) {
      number = Number(strings.text(index))
      numbersIn.set(index, number)
    }
    return number
  }

  return {
    target: (node, type, name) => targetOf(node, typeCode(type), stringIndex(name)),
    ofType(type) {
      const code = typeCode(type)
      return (node, name) => targetOf(node, code, stringIndex(name))
    },
    finder(type, name) {
      const [code, index] = [typeCode(type), stringIndex(name)]
      return (node) => targetOf(node, code, index)
    },
    targets: (node, type) => edgesOf(node, type).map((edge) => edgeTarget(word[edge])),
    elements(node) {
      const found = edgesOf(node, 'element')
      // V8 writes them in order, but for dictionaries.
      if (found.some((edge, at) => at > 0 && nameOrIndex[edge] < nameOrIndex[found[at - 1]]))
        found.sort((a, b) => nameOrIndex[a] - nameOrIndex[b])
      return found.map((edge) => edgeTarget(word[edge]))
    },
    numbered(node, type) {
      const code = typeCode(type)
      const numberOf = isIndexed(type) ? (index: number) => index : numberIn
      const found: { index: number; target: NodeIndex }[] = []
      let ascending = true
      for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
        if (edgeType(word[edge]) !== code) continue
        const index = numberOf(nameOrIndex[edge])
        if (!Number.isInteger(index)) continue
        if (found.length > 0 && index < found[found.length - 1].index) ascending = false
        found.push({ index, target: edgeTarget(word[edge]) })
      }
      return ascending ? found : found.sort((a, b) => a.index - b.index)
    },
    named(node, type) {
      const code = typeCode(type)
      const found: { name: string; target: NodeIndex }[] = []
      for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
        if (edgeType(word[edge]) === code)
          found.push({ name: strings.text(nameOrIndex[edge]), target: edgeTarget(word[edge]) })
      }
      return found
    },
    names: (node, type) => edgesOf(node, type).map((edge) => strings.text(nameOrIndex[edge])),
  }
}
