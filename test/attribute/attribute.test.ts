import { expect, test } from 'vitest'
import { attribute, dealt } from '../../src/attribute/attribute.ts'
import { type Attribution, unreachable } from '../../src/attribute/attribution.ts'
import { leadingNodes } from '../../src/attribute/leadingNodes.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import { fold } from '../../src/graph/fold.ts'
import { type HeapGraph, isStrong } from '../../src/graph/graph.ts'
import { listAt } from '../../src/graph/lists.ts'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import type { Mark } from '../../src/recognise/mark.ts'
import { snapshotOfBytes } from '../../src/snapshot/read.ts'
import { edgeTarget, type NodeIndex, selfSize } from '../../src/snapshot/snapshot.ts'
import { heap } from '../helpers/heap.ts'
import { registry, route, schema } from '../helpers/marks.ts'
import { type Random, randomFrom } from '../helpers/random.ts'
import { randomSnapshotText } from '../helpers/random-heap.ts'

test('bytes behind one route are its own, bytes behind two are split, and the rest is background', () => {
  const { graph, node } = heap(`
    root          -> router other
    router     10 -> getUser postUser
    getUser    64 -> schema
    postUser   32 -> schema mine
    schema   1001
    mine        5
    other     100
  `)
  const { exclusive, shared, share, backgroundBytes } = attribute(graph, [route(node.getUser), route(node.postUser)])
  expect([...exclusive]).toEqual([64, 37])
  expect([...shared]).toEqual([1001, 1001])
  expect([...share]).toEqual([64 + 501, 37 + 500])
  expect(backgroundBytes).toBe(110)
})

test('a node that background reaches as well belongs to no route', () => {
  const { graph, node } = heap(`
    root      -> a config
    a      64 -> config
    config 10
  `)
  expect([...attribute(graph, [route(node.a)]).share]).toEqual([64])
})

test('a registry owns only what no other mark reaches', () => {
  const { graph, node } = heap(`
    root        -> app cache
    app         -> validator
    validator 7 -> compiled
    cache    10 -> compiled orphan
    compiled 30
    orphan    5
  `)
  const { exclusive, backgroundBytes } = attribute(graph, [route(node.validator), registry(node.cache)])
  expect([...exclusive]).toEqual([37, 15])
  expect(backgroundBytes).toBe(0)
})

test('a node that leads two marks is owned by both', () => {
  const { graph, node } = heap(`
    root       -> get post
    get      1 -> context
    post     2 -> context
    context 10 -> schema
    schema  20
  `)
  const both = attribute(graph, [route(node.get, node.context), route(node.post, node.context)])
  expect([...both.share]).toEqual([1 + 15, 2 + 15])
})

test('nodes on a cycle have the same owners', () => {
  const { graph, node } = heap(`
    root  -> a b
    a   1 -> x
    b   1 -> y
    x  10 -> y
    y  10 -> z
    z  10 -> x
  `)
  expect([...attribute(graph, [route(node.a), route(node.b)]).share]).toEqual([16, 16])
})

test('dealing in stretches gives what dealing at once gives', () => {
  const next = randomFrom(7)
  for (let round = 0; round < 1000; round++) {
    const total = Math.floor(next() * 50)
    const cut = Math.floor(next() * (total + 1))
    const players = 1 + Math.floor(next() * 9)
    const shares = Array.from({ length: players }, (_, player) => dealt(0, total, players, player))
    expect(shares.reduce((a, b) => a + b)).toBe(total)
    shares.forEach((share, player) => {
      expect(dealt(0, cut, players, player) + dealt(cut, total, players, player)).toBe(share)
    })
  }
})

test('agrees with one flood per owner, and the shares add up, on random heaps', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const next = randomFrom(seed)
    const graph = randomGraph(next)
    const pick = (): NodeIndex => 1 + Math.floor(next() * (graph.nodeCount - 1))
    const marks: Mark[] = Array.from({ length: 1 + Math.floor(next() * 8) }, () =>
      next() < 0.3 ? registry(pick()) : route(pick(), ...(next() < 0.3 ? [pick()] : [])),
    )
    const found = attribute(graph, marks)
    const message = `seed ${seed}`
    expect(ownersByNode(found), message).toEqual(ownersByFlooding(graph, marks))
    const owned = found.share.reduce((a, b) => a + b, 0)
    expect(owned + found.backgroundBytes, message).toBe(found.reachableBytes)
  }
})

test('a heap that is folded by more than the owners gives the same, on random heaps', () => {
  for (let seed = 1; seed <= 600; seed++) {
    const next = randomFrom(seed)
    const graph = randomGraph(next)
    const some = <Made extends Mark>(kind: (...leading: number[]) => Made): Made[] =>
      Array.from({ length: Math.floor(next() * 5) }, () => kind(1 + Math.floor(next() * (graph.nodeCount - 1))))
    const owners = [...some(route), ...some(registry)]
    const folded = fold(graph, leadingNodes([...owners, ...some(schema), ...some(route)]))
    const found = attribute(graph, owners, folded)
    const message = `seed ${seed}`
    expect(ownersByNode(found), message).toEqual(ownersByFlooding(graph, owners))
    const alone = attribute(graph, owners)
    expect([found.exclusive, found.shared, found.share], message).toEqual([alone.exclusive, alone.shared, alone.share])
    expect(found.reachableBytes, message).toBe(alone.reachableBytes)
  }
})

test('what the app holds by itself owns, and what only routes lead to does not, on random heaps', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const next = randomFrom(seed)
    const graph = randomGraph(next)
    const pick = () => 1 + Math.floor(next() * (graph.nodeCount - 1))
    const marks = Array.from({ length: 6 }, (_, at) => (at % 2 === 0 ? route(pick()) : schema(pick(), pick())))
    const always = marks.filter(({ kind }) => kind === 'route')
    const background = attribute(graph, always).ownerSet
    const expected = marks.filter(
      (mark) => mark.kind === 'route' || mark.leading.some((node) => background[node] === 0 && node !== graph.root),
    )
    const { owners, fold } = owningMarks(graph, marks)
    expect(owners, `seed ${seed}`).toEqual(expected)
    expect(ownersByNode(attribute(graph, owners, fold)), `seed ${seed}`).toEqual(ownersByFlooding(graph, owners))
  }
})

const randomGraph = (next: Random): HeapGraph => heapGraph(snapshotOfBytes(Buffer.from(randomSnapshotText(next, 80))))

const ownersByNode = ({ graph, ownerSet, sets }: Attribution): (number[] | 'unreachable')[] =>
  Array.from({ length: graph.nodeCount }, (_, node) =>
    ownerSet[node] === unreachable ? 'unreachable' : [...listAt(sets, ownerSet[node])],
  )

/** The definition, one flood at a time. */
function ownersByFlooding(graph: HeapGraph, marks: readonly Mark[]): (number[] | 'unreachable')[] {
  const roots = [graph.root, ...graph.orphans]
  const reached = flooded(graph, roots, new Set())
  const isRegistry = (mark: Mark): boolean => mark.kind === 'registry'
  const leaders = (node: NodeIndex): number[] => {
    const all = marks.flatMap((mark, owner) => (mark.leading.includes(node) ? [owner] : []))
    const strong = all.filter((owner) => !isRegistry(marks[owner]))
    return strong.length > 0 ? strong : all
  }
  const walls = new Set(
    marks.flatMap((mark) => [...mark.leading]).filter((node) => reached.has(node) && node !== graph.root),
  )
  const background = flooded(graph, roots, walls)
  const owners = new Map<NodeIndex, number[]>([...walls].map((node) => [node, leaders(node)]))
  const spreadFrom = (registries: boolean): void => {
    const before = new Set([...background, ...owners.keys()])
    for (const wall of walls) {
      if (leaders(wall).every((owner) => isRegistry(marks[owner])) !== registries) continue
      for (const node of flooded(graph, [wall], before)) {
        if (node === wall) continue
        const list = owners.get(node) ?? []
        list.push(...leaders(wall))
        owners.set(node, list)
      }
    }
  }
  spreadFrom(false)
  spreadFrom(true)
  return Array.from({ length: graph.nodeCount }, (_, node) => {
    if (!reached.has(node)) return 'unreachable'
    return [...new Set(owners.get(node) ?? [])].sort((a, b) => a - b)
  })
}

function flooded(graph: HeapGraph, from: readonly NodeIndex[], walls: ReadonlySet<NodeIndex>): Set<NodeIndex> {
  const seen = new Set<NodeIndex>(from.filter((node) => from.length === 1 || !walls.has(node)))
  const stack = [...seen]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      const target = edgeTarget(graph.edges.word[edge])
      if (!isStrong(graph, edge) || seen.has(target) || walls.has(target)) continue
      seen.add(target)
      stack.push(target)
    }
  }
  return seen
}

test('every byte of the snapshot is reached or said to be unreachable', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const graph = randomGraph(randomFrom(seed))
    const { reachableBytes, unreachableBytes } = attribute(graph, [])
    let total = 0
    for (let node = 0; node < graph.nodeCount; node++) total += selfSize(graph.snapshot.nodes, node)
    expect(reachableBytes + unreachableBytes, `seed ${seed}`).toBe(total)
  }
})
