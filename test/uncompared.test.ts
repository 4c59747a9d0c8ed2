import { expect, test } from 'vitest'
import type { HeapFacts } from '../src/findings/facts.ts'
import { heapView } from '../src/recognise/heapView.ts'
import type { Mark } from '../src/recognise/mark.ts'
import type { NodeIndex } from '../src/snapshot/snapshot.ts'
import { uncomparedNotes } from '../src/uncompared.ts'
import { heap } from './helpers/heap.ts'

const notesOf = (drawing: string, marksOf: (node: Readonly<Record<string, NodeIndex>>) => Mark[]) => {
  const { graph, node } = heap(drawing)
  return uncomparedNotes({ heap: heapView(graph), marks: marksOf(node) } as unknown as HeapFacts)
}

const schema = (node: NodeIndex): Mark => ({ kind: 'schema', leading: [node], library: 'ajv', key: null })

test('a snapshot without numbers says how many schemas may hold one, and how to get them', () => {
  const drawing = `
    root -> a b full also
    a "Object" 40 -> type=type
    b "Object" 40 -> type=type
    full "Object" 32 -> type=type
    also "Object" 32 -> type=type
    type:string "object"
  `
  expect(notesOf(drawing, ({ a, b, full }) => [a, b, full].map(schema))).toEqual([
    'This snapshot holds no numbers, so 2 schemas that may differ in one were not compared: take it with v8.writeHeapSnapshot(path, { exposeNumericValues: true }).',
  ])
  expect(notesOf(drawing, ({ full, also }) => [full, also].map(schema))).toEqual([])
  const withNumbers = `${drawing}
    one:number "smi number" -> internal.value=text
    text:string "1"
  `
  expect(notesOf(withNumbers, ({ a, b }) => [a, b].map(schema))).toEqual([])
})

test('documents that lead back to themselves are told; one alone could not be there twice', () => {
  const drawing = `
    root -> a b c
    a "Object" -> type=type me=a
    b "Object" -> type=type me=b
    c "Object" -> type=type
    type:string "object"
    one:number "smi number" -> internal.value=text
    text:string "1"
  `
  expect(notesOf(drawing, ({ a, b, c }) => [a, b, c].map(schema))).toEqual([
    '2 schemas lead back to themselves, so they were not compared.',
  ])
  expect(notesOf(drawing, ({ a, c }) => [a, c].map(schema))).toEqual([])
})

test('validators whose code V8 cut are told where they may be equal, and only there', () => {
  const code = 'x'.repeat(1024)
  const drawing = `
    root -> a b c other cutA cutB whole
    a "Object" -> type=type
    b "Object" -> type=type
    other "Object" -> kind=type
    cutA:string "${code}" 5000
    cutB:string "${code}" 5000
    whole:string "${code}" 1040
    type:string "object"
    one:number "smi number" -> internal.value=text
    text:string "1"
  `
  const validator = (schema: NodeIndex, source: NodeIndex): Mark => ({
    kind: 'validator',
    leading: [source],
    library: 'ajv',
    closure: source,
    schema,
    source,
    part: null,
  })
  const told = [
    'V8 cut the code of 2 validators and serializers that may be equal, so they were not compared: take the snapshot from node --heap-snapshot-string-limit=1000000.',
  ]
  expect(notesOf(drawing, (node) => [validator(node.a, node.cutA), validator(node.b, node.cutB)])).toEqual(told)
  // Of another schema, of one schema object, and with the whole code.
  expect(notesOf(drawing, (node) => [validator(node.a, node.cutA), validator(node.other, node.cutB)])).toEqual([])
  expect(notesOf(drawing, (node) => [validator(node.a, node.cutA), validator(node.a, node.cutB)])).toEqual([])
  expect(notesOf(drawing, (node) => [validator(node.a, node.whole), validator(node.b, node.whole)])).toEqual([])
})
