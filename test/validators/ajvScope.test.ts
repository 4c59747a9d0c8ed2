import { expect, test } from 'vitest'
import type { Heap } from '../../src/recognise/heap.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { valuesOfKeywords } from '../../src/validators/ajvScope.ts'
import { heap } from '../helpers/heap.ts'

const { graph, node } = heap(`
  root     -> scope first second
  scope    -> schema=schemas keyword=keywords pattern=patterns
  schemas:object "Array"  -> element.0=document
  keywords:object "Array" -> element.0=range element.1=unused
  patterns:object "Array" -> element.0=child1 element.1=child2
  child1:regexp "^a"
  child2:regexp "^a"
  first:closure  -> one
  second:closure -> two
  one:string "const schema1 = scope.schema[0];const keyword1 = scope.keyword[0];return function(){ scope.keyword[1] }"
  two:string "const keyword1 = scope.keyword[0];const pattern2 = scope.pattern[1];return function(){}"
`)
const view: Heap = { ...heapView(graph), source: (closure) => (closure === node.first ? node.one : node.two) }
const validators = [node.first, node.second]

test('values of keywords are told with the validators whose code begins with them', () => {
  expect([...valuesOfKeywords(view, node.scope, validators)]).toEqual([
    [node.range, [node.first, node.second]],
    [node.child2, [node.second]],
  ])
})

test('where one text cannot be read nothing is known of any', () => {
  const source = (closure: number) => (closure === node.first ? node.one : undefined)
  expect(valuesOfKeywords({ ...view, source }, node.scope, validators).size).toBe(0)
})
