import { expect, test } from 'vitest'
import { contentKey } from '../../src/findings/contentKey.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { heap } from '../helpers/heap.ts'

const scalars = `
  text:string "1"
  one:number "smi number" -> internal.value=text
  type:string "object"
`

const keysOf = (drawing: string) => {
  const { graph, node } = heap(`${drawing}${scalars}`)
  const view = heapView(graph)
  return (name: string) => contentKey(view, node[name])
}

test('equal contents have one key, in whatever order the names are, and shared parts count as copies', () => {
  const key = keysOf(`
    root -> a b c
    a "Object" -> type=type limit=one items=list
    b "Object" -> items=otherList limit=one type=type
    c "Object" -> type=type items=list limit=one
    list "Array" -> element.0=inner element.1=inner
    otherList "Array" -> element.0=first element.1=second
    inner "Object" -> type=type
    first "Object" -> type=type
    second "Object" -> type=type
  `)
  expect(key('a')).toEqual(expect.any(Number))
  expect([key('b'), key('c')]).toEqual([key('a'), key('a')])
})

test('what differs in a name, an order, a value or its type has another key', () => {
  const names = ['base', 'name', 'order', 'value', 'list', 'less']
  const key = keysOf(`
    root -> ${names.join(' ')}
    base "Object" -> a=one b=items
    name "Object" -> c=one b=items
    value "Object" -> a=text b=items
    order "Object" -> a=one b=turned
    list "Array" -> element.0=one element.1=items
    less "Object" -> a=one
    items "Array" -> element.0=text element.1=type
    turned "Array" -> element.0=type element.1=text
  `)
  const keys = names.map(key)
  expect(keys.every((one) => one !== null)).toBe(true)
  expect(new Set(keys).size).toBe(names.length)
})

test('a cycle, a function and an instance of a class have no key, nor has what holds them; what stands beside has one', () => {
  const key = keysOf(`
    root -> ring withFunction withClass beside
    ring "Object" -> next=back
    back "Object" -> ring=ring type=type
    withFunction "Object" -> inner=called
    called "Object" -> type=type run=run
    run:closure
    withClass "Object" -> of=instance
    instance "Thing" -> type=type
    beside "Object" -> type=type
  `)
  expect(['ring', 'back', 'withFunction', 'called', 'withClass'].map(key)).toEqual([null, null, null, null, null])
  expect(key('beside')).not.toBeNull()
})

test('what is held twice is walked once: forty parts that hold the next one twice have a key', () => {
  const chain = (name: string) =>
    Array.from({ length: 40 }, (_, at) => `${name}${at} "Object" -> a=${name}${at + 1} b=${name}${at + 1}`)
  const drawing = ['root -> p0 q0 p1', ...chain('p'), ...chain('q'), 'p40 "Object" -> type=type']
  const key = keysOf([...drawing, 'q40 "Object" -> type=type'].join('\n'))
  expect(key('p0')).toEqual(expect.any(Number))
  expect([key('q0'), key('q1')]).toEqual([key('p0'), key('p1')])
  expect(key('p1')).not.toBe(key('p0'))
})

test('without values of numbers in the snapshot, what has a slot that leads nowhere may hold one and has no key', () => {
  const { graph, node } = heap(`
    root -> full again room list short stored float
    full "Object" 32 -> type=type
    again "Object" 24 -> internal.properties=store type=type
    store:array "" 24
    room "Object" 40 -> type=type
    list "Array" 32 -> element.0=type internal.elements=one
    short "Array" 32 -> element.0=type internal.elements=two
    one:array "(object elements)" 24
    two:array "(object elements)" 32
    stored "Object" 32 -> of=room
    float:number "heap number" 16
    type:string "object"
  `)
  const view = heapView(graph)
  const key = (name: string) => contentKey(view, node[name])
  expect(key('full')).toEqual(expect.any(Number))
  expect(key('again')).toBe(key('full'))
  expect(key('list')).toEqual(expect.any(Number))
  expect(['room', 'short', 'stored', 'float'].map(key)).toEqual([null, null, null, null])
})

test('names that are numbers count, and arrays of bare numbers are equal only where they share their store', () => {
  const names = ['ok', 'same', 'created', 'numbers', 'others', 'copy', 'none', 'indexed']
  const key = keysOf(`
    root -> ${names.join(' ')}
    ok "Object" -> element.200=inner a=type
    same "Object" -> a=type element.200=inner
    created "Object" -> element.201=inner a=type
    inner "Object" -> type=type
    numbers "Array" -> internal.elements=store
    others "Array" -> internal.elements=otherStore
    copy "Array" -> internal.elements=store
    none "Array" -> internal.elements=empty
    indexed "Object" -> internal.elements=store
    store:array "(object elements)" 32
    otherStore:array "(object elements)" 32
    empty:array "(object elements)" 16
  `)
  expect(key('same')).toBe(key('ok'))
  expect(key('copy')).toBe(key('numbers'))
  expect(new Set(['ok', 'created', 'numbers', 'others', 'none'].map(key)).size).toBe(5)
  expect(key('indexed')).toBeNull()
})
