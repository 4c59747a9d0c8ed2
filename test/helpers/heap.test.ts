import { expect, test } from 'vitest'
import { edgeTarget, edgeType } from '../../src/snapshot/snapshot.ts'
import { heap } from './heap.ts'

test('a drawing becomes nodes with sizes and edges', () => {
  const { snapshot, node } = heap(`
    root    -> a b
    a 64    -> c
    b:array -> element.3=c weak.w=a   # a comment
    c:string "hello world" @77 1000
    d:native 5 detached at 3:4:5
  `)
  const { nodes, edges, strings, meta, locations } = snapshot
  expect(nodes.count).toBe(5)
  expect([...nodes.selfSize]).toEqual([0, 64, 0, 1000, 5])
  expect([...nodes.firstEdge]).toEqual([0, 2, 3, 5, 5, 5])
  expect([...edges.word].map(edgeTarget)).toEqual([node.a, node.b, node.c, node.c, node.a])
  expect([...edges.word].map((word) => meta.edgeTypes[edgeType(word)])).toEqual([
    ...['property', 'property', 'property', 'element', 'weak'],
  ])
  expect(edges.nameOrIndex[3]).toBe(3)
  expect(strings.text(edges.nameOrIndex[4]!)).toBe('w')
  expect(strings.text(nodes.name[node.c!]!)).toBe('hello world')
  expect(nodes.id[node.c!]).toBe(77)
  expect(meta.nodeTypes[nodes.type[node.root!]!]).toBe('synthetic')
  expect(nodes.detachedness?.[node.d!]).toBe(2)
  expect([locations.node[0], locations.scriptId[0], locations.line[0], locations.column[0]]).toEqual([4, 3, 4, 5])
})

test('an edge may have a quoted name, and a target needs no line of its own', () => {
  const { snapshot, node } = heap('root -> internal."1 / part, of = (x)"=leaf, "a b"=leaf x.y=leaf')
  const names = [...snapshot.edges.nameOrIndex].map((index) => snapshot.strings.text(index))
  expect(names).toEqual(['1 / part, of = (x)', 'a b', 'x.y'])
  expect([...snapshot.edges.word].map(edgeTarget)).toEqual([node.leaf, node.leaf, node.leaf])
})

test('a name that is not drawn is an error', () => {
  expect(() => heap('root -> a').node.b).toThrow('"b" is not drawn')
  expect(() => heap('root -> a\nroot -> b')).toThrow('drawn twice')
})
