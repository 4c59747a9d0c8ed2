import { expect, test } from 'vitest'
import { methods } from '../../src/liveness/methods.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { heap } from '../helpers/heap.ts'

const callable = (drawing: string): boolean => {
  const { graph, node } = heap(`
    root -> value
    ${drawing}
    call:closure
  `)
  return methods(heapView(graph), node.value).includes(node.call)
}

test.each([
  ['a method of its own', 'value -> call'],
  ['a method of its class', 'value -> __proto__=prototype\nprototype -> call'],
  ['a method of the class above', 'value -> __proto__=prototype\nprototype -> __proto__=above\nabove -> call'],
  ['a static method', 'value:closure -> call'],
  ['an element', 'value:object "Array" -> element.0=call'],
  [
    'a value of a map',
    'value:object "Map" -> internal.table=table\ntable:array 152 -> internal.5=key internal.6=call\nkey:string',
  ],
  ['a listener of an emitter', 'value -> _events\n_events -> element.0=list\nlist:object "Array" -> element.0=call'],
  ['a method of an element', 'value:object "Array" -> element.0=app\napp -> __proto__=prototype\nprototype -> call'],
  [
    'what a getter passes on from the exports of a module',
    `value -> "get app"=getter
     getter:closure -> internal.context=block
     block "system / Context" -> context.key=key internal.previous=scope
     scope "system / Context" -> context.from=exports context.to=value internal.previous=module
     module "system / Context" -> context.helper=getter internal.previous=realm
     realm:hidden "system / NativeContext"
     exports -> "get app"=call`,
  ],
])('who has a value can call %s', (_, drawing) => {
  expect(callable(drawing)).toBe(true)
})

test.each([
  [
    'a method of data in a map',
    'value:object "Map" -> internal.table=table\ntable:array 152 -> internal.5=key internal.6=one\nkey:string\none -> two\ntwo -> call',
  ],
  ['what its class is made by', 'value -> __proto__=prototype\nprototype -> constructor=call'],
])('%s is too far away', (_, drawing) => {
  expect(callable(drawing)).toBe(false)
})
