import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { unreachable } from '../../src/attribute/attribution.ts'
import { cachesOf } from '../../src/attribute/cacheEntries.ts'
import { removal } from '../../src/attribute/removal.ts'
import { bytesOf } from '../../src/graph/flood.ts'
import { retainedSize } from '../../src/graph/retainedSize.ts'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import type { Mark } from '../../src/recognise/mark.ts'
import { snapshotOfBytes } from '../../src/snapshot/read.ts'
import { heap } from '../helpers/heap.ts'
import { registry, route, router, schema, validator } from '../helpers/marks.ts'
import { randomFrom } from '../helpers/random.ts'
import { randomSnapshotText } from '../helpers/random-heap.ts'

test('a dead router goes with what it alone holds; the handlers stay with their live copies', () => {
  const { graph, node } = heap(`
    root         -> module server
    module       -> dead
    server       -> live
    dead     100 -> old
    old       40 -> handler
    live     100 -> new
    new       44 -> handler
    handler   64
  `)
  const removed = [router(node.dead), route(node.old)]
  expect(removal(attribute(graph, removed), removed, null).bytes).toBe(140)
})

test('what a route declares in a registry stays with the route, though its schema goes', () => {
  const { graph, node } = heap(`
    root           -> server registry
    server         -> one two
    one        100
    two        100
    registry     8 -> declared1 declared2
    declared1   40 -> config1
    declared2   40 -> config2
    config1     30 -> schema1
    config2     30 -> schema2
    schema1   1000
    schema2   1000
  `)
  const routes = [
    { ...route(node.one), leading: [node.one, node.declared1] },
    { ...route(node.two), leading: [node.two, node.declared2] },
  ]
  const owned = [...routes, schema(node.schema1), schema(node.schema2)]
  const definitions = registry(node.registry)
  const attribution = attribute(graph, [...owned, definitions])
  const caches = cachesOf(attribution, [definitions], owned)
  expect(removal(attribution, [schema(node.schema2)], caches).bytes).toBe(1000)
  // With its route the declaration goes as well.
  expect(removal(attribution, [routes[1], schema(node.schema2)], caches).bytes).toBe(1000 + 100 + 40 + 30)
})

test('what a copy of a route declares as well, in another registry, stays with the copy', () => {
  const { graph, node } = heap(`
    root          -> server original copy
    server        -> one
    one       100
    two       100
    original    8 -> declared1
    copy        8 -> declared2
    declared1  40 -> config1
    declared2  40 -> config2
    config1    30 -> answer two
    config2    30 -> answer
    answer     20 -> shape
    shape    1000 -> part
    part      500
  `)
  const routes = [
    { ...route(node.one), leading: [node.one, node.declared2] },
    { ...route(node.two), leading: [node.two, node.declared1] },
  ]
  const registries = [registry(node.original), registry(node.copy)]
  const owned = [...routes, schema(node.shape), schema(node.part)]
  const attribution = attribute(graph, [...owned, ...registries])
  const caches = cachesOf(attribution, registries, owned)
  const gone = removal(attribution, [routes[1]], caches)
  expect([gone.bytes, gone.cachedBytes()]).toEqual([100 + 40 + 30, 0])
  // What is removed by itself goes, whoever declares it.
  expect(removal(attribution, [routes[1], schema(node.shape)], caches).bytes).toBe(170 + 1000 + 500)
})

test('what a cache holds besides the removed validator goes too, and what others hold stays', () => {
  const { graph, node } = heap(`
    root          -> a b cache
    a             -> first
    b             -> second
    first     100 -> env1
    second    100 -> env2 meta
    cache       8 -> env1 env2 meta own
    env1       30 -> meta
    env2       30
    meta     1000
    own         5
  `)
  const caches = [registry(node.cache)]
  const attribution = attribute(graph, [route(node.first), route(node.second), ...caches])
  expect(removal(attribution, [route(node.first)], null).bytes).toBe(100)
  expect(removal(attribution, [route(node.first)], cachesOf(attribution, caches, [])).bytes).toBe(130)
  expect(removal(attribution, [route(node.first), route(node.second)], cachesOf(attribution, caches, [])).bytes).toBe(
    1260,
  )
})

test('what a cache keeps for a schema goes when all that was generated from it goes, and the schema stays with its route', () => {
  const { graph, node } = heap(`
    root        -> a first second cache
    a           -> shape
    first   100 -> shape
    second  100 -> shape
    shape    40
    cache     8 -> table
    table    50 -> name meta
    name     30 -> shape
    meta     20
  `)
  const both = [validator(node.first, node.shape), validator(node.second, node.shape)]
  const caches = [registry(node.cache)]
  const contents = [...both, schema(node.shape), schema(node.meta)]
  const attribution = attribute(graph, [...both, ...caches])
  const bytesWithout = (removed: typeof both) =>
    removal(attribution, removed, cachesOf(attribution, caches, contents)).bytes
  expect(bytesWithout([both[0]])).toBe(100)
  expect(bytesWithout(both)).toBe(230)
})

test('a value that a cache keeps for code goes with all code that asks for it', () => {
  const { graph, node } = heap(`
    root            -> cache first second
    cache           -> own table values
    own         200
    table       400 -> entry1 entry2 entry3
    entry1       10 -> value1
    entry2       10 -> value2
    entry3       10 -> value3
    values       80 -> value1 value2 value3
    value1       50
    value2       50
    value3       50
    first      1000 -> value2
    second     2000
  `)
  const asked = new Map([
    [node.value1, [node.first]],
    [node.value2, [node.first, node.second]],
    // One of Ajv's own, which is no mark.
    [node.value3, [node.first, node.own]],
  ])
  const contents = [validator(node.first, null), validator(node.second, null)]
  const attribution = attribute(graph, contents)
  const caches = cachesOf(attribution, [{ ...registry(node.cache), askedBy: () => asked }], contents)
  const bytesOf = (...removed: Mark[]) => removal(attribution, removed, caches).bytes
  expect(bytesOf(contents[0])).toBe(1000 + 10 + 50)
  expect(bytesOf(...contents)).toBe(3000 + 2 * (10 + 50))
})

test('a cache that only removed validators hold goes with them', () => {
  const { graph, node } = heap(`
    root          -> a
    a             -> first
    first     100 -> cache
    cache       8 -> formats
    formats  1000
  `)
  const attribution = attribute(graph, [route(node.first)])
  expect(removal(attribution, [route(node.first)], cachesOf(attribution, [registry(node.cache)], [])).bytes).toBe(1108)
})

test('what an entry that stays has in common with one that goes, stays with it', () => {
  const { graph, node } = heap(`
    root         -> keep drop kept
    keep          -> first
    drop          -> second
    first     100 -> one
    second    100 -> two
    kept          -> one
    one         8 -> table1
    two         8 -> table2
    table1     20 -> entry1 own1
    table2     20 -> entry2 own2
    entry1     30 -> key first
    entry2     30 -> key second
    own1        5 -> code
    own2        5 -> code
    key      1000
    code     2000
  `)
  const validators = [validator(node.first, null), validator(node.second, null)]
  const instances = [registry(node.one), registry(node.two)]
  const attribution = attribute(graph, [route(node.keep), route(node.drop), ...instances])
  // The second cache goes with its validator, but not the key and the code that the first one has as well.
  const caches = cachesOf(attribution, instances, validators)
  const { bytes, isFreed } = removal(attribution, [validators[1]!], caches)
  expect(bytes).toBe(100 + 8 + 20 + 30 + 5)
  expect([node.key, node.code].map(isFreed)).toEqual([false, false])
  // With both validators nothing would have asked for them.
  expect(removal(attribution, validators, caches).isFreed(node.key)).toBe(true)
})

test('a cache that is removed keeps nothing, and one that stays keeps what both hold', () => {
  const { graph, node } = heap(`
    root         -> server one two
    server       -> a b
    a        100
    b        100
    one       10 -> paths1 key
    two       10 -> paths2 key
    paths1  1000
    paths2  1000
    key       30
  `)
  const routes = [route(node.a), route(node.b)]
  const documents = [registry(node.one), registry(node.two)]
  const attribution = attribute(graph, [...routes, ...documents])
  const caches = cachesOf(attribution, documents, routes)
  const bytesWithout = (...removed: Mark[]) => removal(attribution, removed, caches).bytes
  expect(bytesWithout(documents[1])).toBe(10 + 1000)
  // What goes besides has nothing to do with it.
  expect(bytesWithout(documents[1], routes[0])).toBe(10 + 1000 + 100)
  expect(bytesWithout(...documents, routes[0])).toBe(2 * (10 + 1000) + 30 + 100)
})

test('what is ours stays, also where only something removed leads to it', () => {
  const { graph, node } = heap(`
    root         -> a record
    a            -> validator
    validator 100 -> lineEnds
    lineEnds   30
    record      8
  `)
  const ours = { ...registry(node.record, node.lineEnds), library: 'routeheap' }
  const attribution = attribute(graph, [route(node.validator), ours])
  expect(removal(attribution, [route(node.validator)], cachesOf(attribution, [ours], [])).bytes).toBe(100)
})

test('what ours alone keeps besides goes, and is in no cache', () => {
  const { graph, node } = heap(`
    root      -> a b record cache
    a         -> first
    b         -> second
    first 100 -> method key
    second 100
    method 24
    key    16
    record  8 -> note
    note   40 -> method key
    cache   8 -> key
  `)
  const ours = { ...registry(node.record), library: 'routeheap' }
  const routes = [route(node.first), route(node.second)]
  const marks = [...routes, registry(node.cache), ours]
  const owning = attribute(graph, marks)
  const [first] = routes
  expect(removal(owning, [first!], null).bytes).toBe(100 + 24)
  const { bytes, cachedBytes } = removal(owning, [first!], cachesOf(owning, [registry(node.cache), ours], routes))
  expect([bytes, cachedBytes()]).toEqual([100 + 24 + 16, 16])
  // What is no lead of the attribution is walked to instead.
  expect(removal(owning, [route(node.method), first!], null).bytes).toBe(100 + 24)
  // The note is ours.
  expect(owning.exclusive[marks.indexOf(ours)]).toBe(8 + 40)
})

test('without registries it is the retained size of the set, whatever else owns, on random heaps', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = randomFrom(seed)
    const graph = heapGraph(snapshotOfBytes(Buffer.from(randomSnapshotText(next, 80))))
    const some = () => [...new Set(Array.from({ length: 3 }, () => 1 + Math.floor(next() * (graph.nodeCount - 1))))]
    const set = some()
    const removed = set.map((node) => route(node))
    for (const owners of [removed, [...removed, ...some().map((node) => router(node))], []]) {
      expect(removal(attribute(graph, owners), removed, null).bytes, `seed ${seed}`).toBe(retainedSize(graph, set))
    }
  }
})

test('no less goes where registries are seen through, whatever else is removed, on random heaps', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const next = randomFrom(seed)
    const graph = heapGraph(snapshotOfBytes(Buffer.from(randomSnapshotText(next, 80))))
    const pick = () => 1 + Math.floor(next() * (graph.nodeCount - 1))
    const contents = [route(pick()), route(pick()), route(pick())]
    const registries = [registry(pick()), registry(pick())]
    const removed = [contents[0]!, registries[0]!, schema(pick())]
    const attribution = attribute(graph, [...contents, ...registries])
    const isReached = ({ leading }: Mark) => attribution.ownerSet[leading[0]!] !== unreachable
    const caches = cachesOf(attribution, registries.filter(isReached), contents)
    const { bytes } = removal(attribution, removed, caches)
    for (const marks of [removed, ...removed.map((mark) => [mark])])
      expect(bytes, `seed ${seed}`).toBeGreaterThanOrEqual(removal(attribution, marks, null).bytes)
  }
})

test('registries give the same whether or not they and what is removed own, on random heaps', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = randomFrom(seed)
    const graph = heapGraph(snapshotOfBytes(Buffer.from(randomSnapshotText(next, 80))))
    const pick = () => 1 + Math.floor(next() * (graph.nodeCount - 1))
    const removed = [route(pick()), route(pick())]
    const registries = [registry(pick()), registry(pick())]
    const contents = [...removed, route(pick())]
    const [owning, background] = [[...removed, ...registries, route(pick())], []].map((owners) => {
      const attribution = attribute(graph, owners)
      const caches = cachesOf(attribution, registries, contents)
      const { bytes, isFreed, cachedBytes } = removal(attribution, removed, caches)
      const nodes = [...Array(graph.nodeCount).keys()].filter(isFreed)
      expect(bytesOf(graph, nodes), `seed ${seed}`).toBe(bytes)
      return { nodes, cachedBytes: cachedBytes() }
    })
    expect(owning, `seed ${seed}`).toEqual(background)
  }
})
