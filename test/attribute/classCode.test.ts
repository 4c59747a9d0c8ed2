import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { classCode } from '../../src/attribute/classCode.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { heap } from '../helpers/heap.ts'
import { route } from '../helpers/marks.ts'

/** Shares of two routes and background, as with nothing counted beside, and with the code of their classes. */
function shares(drawing: string): { without: number[]; beside: number[] } {
  const { graph, node } = heap(drawing)
  const marks = [route(node.get), route(node.post)]
  const told = (code: ReadonlySet<number>): number[] => {
    const { owners, fold } = owningMarks(graph, marks, code)
    const { share, backgroundBytes, reachableBytes } = attribute(graph, owners, fold)
    expect([...share].reduce((sum, bytes) => sum + bytes, backgroundBytes)).toBe(reachableBytes)
    return [...share, backgroundBytes]
  }
  return { without: told(new Set()), beside: told(classCode(heapView(graph), marks)) }
}

/** A bundle: its scope and its text are held by nothing but the routes. */
const bundle = `
  root                             -> router
  router                        10 -> get post
  get                           64 -> handler __proto__=prototype
  post                          32 -> __proto__=prototype own
  own                            5
  handler:closure                7 -> internal.context=scope internal.shared=code
  code:code                        -> internal.script=script
  script:code "/app/bundle.cjs"    -> internal.source=text
  text:string "(() => {"      5000
  scope "system / Context"     100 -> context.library=library internal.previous=realm
  library                     2000
  realm:hidden "system / NativeContext"
`

test('where only routes hold the bundle that their class is in, it is background', () => {
  const { without, beside } = shares(`${bundle}
    prototype                      -> constructor
    constructor:closure          8 -> internal.context=scope internal.shared=code`)
  expect(without).toEqual([64 + 7 + 7108 / 2, 32 + 5 + 7108 / 2, 10])
  expect(beside).toEqual([64 + 7 + 4, 32 + 5 + 4, 10 + 7100])
})

test('of a class that extends another the code of that other one is', () => {
  const { beside } = shares(`${bundle}
    prototype                      -> constructor=mine __proto__=above
    mine:closure                 2 -> internal.context=inner internal.shared=codeOfMine
    codeOfMine:code                -> internal.script=scriptOfMine
    scriptOfMine:code "/app/mine.cjs"
    inner "system / Context"   300 -> context.held=held internal.previous=realm
    held                       400
    above                          -> constructor __proto__=emitter
    constructor:closure            -> internal.context=scope internal.shared=code
    emitter                        -> constructor=ofNode
    ofNode:closure                 -> internal.shared=codeOfNode
    codeOfNode:code                -> internal.script=scriptOfNode
    scriptOfNode:code "node:events"`)
  expect(beside).toEqual([64 + 7 + 351, 32 + 5 + 351, 10 + 7100])
})

test('what a function around a class was given stays with the routes', () => {
  const { beside } = shares(`${bundle}
    prototype                      -> constructor
    constructor:closure            -> internal.context=call internal.shared=code
    call "system / Context"    600 -> context.given=given internal.previous=scope
    given                      200`)
  expect(beside).toEqual([64 + 7 + 400, 32 + 5 + 400, 10 + 7100])
})

test('objects without a class of a file have no such code', () => {
  const { without, beside } = shares(`${bundle}
    prototype                      -> constructor
    constructor:closure            -> internal.shared=builtin
    builtin:code`)
  expect(beside).toEqual(without)
})
