import { expect, test } from 'vitest'
import { type Isomorphism, isomorphism, type LabelledEdge, type Structure } from '../../src/graph/isomorphism.ts'
import type { NodeIndex } from '../../src/snapshot/snapshot.ts'
import { type DrawnHeap, heap } from '../helpers/heap.ts'
import { below, oneOf, type Random, randomFrom } from '../helpers/random.ts'

const plenty = () => ({ edges: 1_000_000 })

/** All edges of a drawn heap, labelled with their names; nodes of one name are alike, strings are values. */
function drawnStructure({ snapshot }: DrawnHeap): Structure {
  const { nodes, edges } = snapshot
  return {
    edges: (node) =>
      Array.from({ length: nodes.firstEdge[node + 1] - nodes.firstEdge[node] }, (_, at) => {
        const edge = nodes.firstEdge[node] + at
        return { label: edges.nameOrIndex[edge], target: edges.word[edge] & 0x0fffffff }
      }).sort((a, b) => a.label - b.label),
    compare: (left, right) =>
      nodes.type[left] !== nodes.type[right]
        ? 'different'
        : snapshot.meta.nodeTypes[nodes.type[left]] === 'string'
          ? 'equal'
          : nodes.name[left] === nodes.name[right]
            ? 'alike'
            : 'different',
  }
}

function ofDrawing(drawing: string): Isomorphism | undefined {
  const drawn = heap(drawing)
  return isomorphism(drawnStructure(drawn), drawn.node.left, drawn.node.right, plenty())
}

test('two trees around the same function match, whatever their texts say', () => {
  const drawn = heap(`
    root              -> left right
    left "Route"      -> keys=leftKeys path=leftPath handler
    right "Route"     -> handler path=rightPath keys=rightKeys
    leftKeys "Array"  -> element.0=handler
    rightKeys "Array" -> element.0=handler
    leftPath:string "/api/books"
    rightPath:string "/books"
    handler:closure
  `)
  const { node } = drawn
  const found = isomorphism(drawnStructure(drawn), node.left, node.right, plenty())
  expect([...(found?.pairs ?? [])]).toEqual([
    [node.left, node.right],
    [node.leftKeys, node.rightKeys],
  ])
  expect([...(found?.common ?? [])]).toEqual([node.handler])
})

test('trees around different functions do not match', () => {
  expect(
    ofDrawing(`
      root         -> left right
      left "Route" -> handler=one
      right "Route" -> handler=two
      one:closure "a"
      two:closure "b"
    `),
  ).toBeUndefined()
})

test('one child held twice is not two equal children', () => {
  const drawn = heap(`
    root         -> left right
    left "Pair"  -> a=x b=x
    right "Pair" -> a=y b=z
    x "Child"
    y "Child"
    z "Child"
  `)
  const { left, right } = drawn.node
  expect(isomorphism(drawnStructure(drawn), left, right, plenty())).toBeUndefined()
  expect(isomorphism(drawnStructure(drawn), right, left, plenty())).toBeUndefined()
})

test('a ring of two is not a ring of one', () => {
  expect(
    ofDrawing(`
      root         -> left right
      left "Ring"  -> next=left
      right "Ring" -> next=second
      second "Ring" -> next=right
    `),
  ).toBeUndefined()
})

test('a node that both lead to cannot stand for another one as well', () => {
  expect(
    ofDrawing(`
      root         -> left right
      left "Node"  -> a=left b=right
      right "Node" -> a=right b=right
    `),
  ).toBeUndefined()
})

test('a list of 200,000 is walked, and a budget that is too small ends the walk', () => {
  const length = 200_000
  const structure: Structure = {
    edges: (node) => (node % length === length - 1 ? [] : [{ label: 0, target: node + 1 }]),
    compare: () => 'alike',
  }
  expect(isomorphism(structure, 0, length, plenty())?.pairs.size).toBe(length)
  expect(isomorphism(structure, 0, length, { edges: 1000 })).toBeUndefined()
})

interface RandomGraph {
  readonly kinds: readonly number[]
  readonly edges: readonly (readonly LabelledEdge[])[]
}

const structureOf = ({ kinds, edges }: RandomGraph): Structure => ({
  edges: (node) => edges[node],
  compare: (left, right) => (kinds[left] === kinds[right] ? 'alike' : 'different'),
})

function randomGraph(random: Random, count: number): RandomGraph {
  const kinds = Array.from({ length: count }, () => below(random, 2))
  const edges = kinds.map(() => {
    const labels = [0, 1, 2].filter(() => random() < 0.4)
    return labels.map((label) => ({ label, target: below(random, count) }))
  })
  return { kinds, edges }
}

/** By definition: some renaming of all nodes takes left to right and every edge that is walked to an edge. */
function someRenaming({ kinds, edges }: RandomGraph, left: NodeIndex, right: NodeIndex): boolean {
  const fits = (renamed: readonly NodeIndex[]): boolean => {
    if (renamed[left] !== right) return false
    const walked = new Set([left])
    for (const node of walked) {
      const other = renamed[node]
      if (other === node) continue
      if (kinds[node] !== kinds[other] || edges[node].length !== edges[other].length) return false
      for (const { label, target } of edges[node]) {
        if (!edges[other].some((edge) => edge.label === label && edge.target === renamed[target])) return false
        walked.add(target)
      }
    }
    return true
  }
  return permutations(kinds.map((_, node) => node)).some(fits)
}

const known = new Map<number, number[][]>()
function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]]
  const cached = known.get(items.length)
  if (cached !== undefined) return cached
  const all = items.flatMap((item) => permutations(items.slice(0, -1)).map((rest) => placed(rest, item)))
  known.set(items.length, all)
  return all
}
/** The permutation of one item more that begins with `item`. */
const placed = (rest: readonly number[], item: number) => [
  item,
  ...rest.map((other) => other + (other >= item ? 1 : 0)),
]

test('says isomorphic exactly where some renaming of the nodes is one, on 6,000 random graphs', () => {
  let found = 0
  for (let seed = 1; seed <= 6000; seed++) {
    const random = randomFrom(seed)
    const graph = randomGraph(random, 2 + below(random, 5))
    const left = below(random, graph.kinds.length)
    const right = (left + 1 + below(random, graph.kinds.length - 1)) % graph.kinds.length
    const result = isomorphism(structureOf(graph), left, right, plenty())
    expect(result !== undefined, `seed ${seed}`).toBe(someRenaming(graph, left, right))
    if (result !== undefined) found++
  }
  expect(found).toBeGreaterThan(100)
})

test('a deep copy of a random tree is found, and not any more once one edge of it leads elsewhere', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed)
    const size = 5 + below(random, 60)
    // Nodes 0 .. size - 1 are the original, then comes its copy, then two functions that both hold.
    const functions = [2 * size, 2 * size + 1]
    const kinds = Array.from({ length: size }, () => below(random, 3))
    const edges: LabelledEdge[][] = kinds.map(() => [])
    for (let node = 1; node < size; node++) {
      const parent = edges[below(random, node)]
      parent.push({ label: parent.length, target: node })
    }
    for (const own of edges) {
      if (random() < 0.5) own.push({ label: own.length, target: oneOf(random, [...functions, below(random, size)]) })
    }
    const copy = edges.map((own) =>
      own.map(({ label, target }) => ({ label, target: target < size ? target + size : target })),
    )
    const graph: RandomGraph = { kinds: [...kinds, ...kinds, 7, 7], edges: [...edges, ...copy, [], []] }
    expect(isomorphism(structureOf(graph), size, 0, plenty())?.pairs.size, `seed ${seed}`).toBe(size)

    const parents = copy.filter((own) => own.length > 0)
    const changed = oneOf(random, parents)
    changed[0] = { label: changed[0].label, target: changed[0].target === functions[0] ? functions[1] : functions[0] }
    expect(isomorphism(structureOf(graph), size, 0, plenty()), `seed ${seed}`).toBeUndefined()
  }
})
