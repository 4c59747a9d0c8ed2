import { expect, test } from 'vitest'
import { equalValidators } from '../../src/findings/equalValidators.ts'
import type { HeapGraph } from '../../src/graph/graph.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import type { ValidatorMark } from '../../src/recognise/mark.ts'
import type { NodeIndex } from '../../src/snapshot/snapshot.ts'
import { heap } from '../helpers/heap.ts'

test('code is equal by its full text, and a text that the snapshot cut says nothing', () => {
  const start = 'x'.repeat(1024)
  const size = (text: string) => Math.ceil((16 + text.length) / 8) * 8
  const text = (name: string, value: string) => `${name}:string "${value}" ${size(value)}`
  const { graph, node } = heap(`
    root -> a b other whole cutA cutB
    ${text('a', `${start}same`)}
    ${text('b', `${start}same`)}
    ${text('other', `${start}other`)}
    ${text('whole', start)}
    cutA:string "${start}" 5000
    cutB:string "${start}" 5000
  `)
  const sources = [node.a, node.b, node.other, node.whole, node.cutA, node.cutB]
  const named = { names: { counted: '__fjs_root_\\d+', asked: null } }
  for (const names of [{}, named]) {
    const marks = sources.map((source) => ({ ...serializer(source), ...names }))
    expect(equalSources(graph, marks)).toEqual([[node.a, node.b]])
  }
})

test('counted names of serializers are told by their place, whatever their numbers; other numbers count', () => {
  const code = (counter: number, answer = 'data1') =>
    `function __fjs_root_${counter} (input) { // ${answer}; return __fjs_merged_${counter + 1}(input) }`
  const { graph, node } = heap(`
    root -> a b c d
    a:string "${code(9)}"
    b:string "${code(10)}"
    c:string "${code(10, 'data2')}"
    d:string "${code(9).replace('__fjs_merged_10', '__fjs_root_9')}"
  `)
  const names = { counted: '__fjs_(?:root|merged)_\\d+', asked: null }
  const marks = [node.a, node.b, node.c, node.d].map((source) => ({ ...serializer(source), names }))
  expect(equalSources(graph, marks)).toEqual([[node.a, node.b]])
})

test('what was compiled from one schema object is equal by its code too: other options of an Ajv make other code', () => {
  const code = (counter: number, check: string) => `function validate${counter}(data){ ${check} }`
  const { graph, node } = heap(`
    root -> schema a b strict cutA cutB
    schema
    a:string "${code(10, 'coerce(data)')}"
    b:string "${code(12, 'coerce(data)')}"
    strict:string "${code(10, 'check(data)')}"
    cutA:string "${'x'.repeat(1024)}" 5000
    cutB:string "${'x'.repeat(1024)}" 5000
  `)
  const of = (source: NodeIndex): ValidatorMark => ({ ...serializer(source), kind: 'validator', schema: node.schema })
  expect(equalSources(graph, [node.a, node.b, node.strict].map(of))).toEqual([[node.a, node.b]])
  expect(equalSources(graph, [node.cutA, node.cutB].map(of))).toEqual([[node.cutA, node.cutB]])
})

const serializer = (source: NodeIndex): ValidatorMark => ({
  kind: 'serializer',
  leading: [source],
  library: 'test',
  closure: source,
  schema: null,
  source,
  part: null,
})

const equalSources = (graph: HeapGraph, marks: readonly ValidatorMark[]) =>
  equalValidators(heapView(graph), marks).map((group) => group.map(({ source }) => source))
