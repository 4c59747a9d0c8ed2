import { expect, test } from 'vitest'
import { handlersOf } from '../../src/frameworks/h3/handlers.ts'
import { mountedAt } from '../../src/frameworks/koa-router/mounts.ts'
import { recogniser as polka } from '../../src/frameworks/polka/recogniser.ts'
import type { Heap } from '../../src/recognise/heap.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { rememberedByHeap } from '../../src/recognise/remembered.ts'
import { heap } from '../helpers/heap.ts'

const many = Array.from({ length: 50 }, (_, i) => i)

/** A heap, and how often each node was asked for its elements. */
function counted(drawing: string) {
  const { graph, node } = heap(drawing)
  const asked = new Map<number, number>()
  const view = heapView(graph)
  const elements = (array: number) => {
    asked.set(array, (asked.get(array) ?? 0) + 1)
    return view.elements(array)
  }
  return { view: { ...view, elements } satisfies Heap, node, asked }
}

test('a question is answered once for each node of a heap', () => {
  let asked = 0
  const isAsked = rememberedByHeap(() => ++asked > 0)
  const { view } = counted('root -> a b')
  expect([1, 2, 1, 2].map((node) => isAsked(view, node))).toEqual([true, true, true, true])
  expect(asked).toBe(2)
  isAsked(counted('root -> a').view, 1)
  expect(asked).toBe(3)
})

test('an array that all handlers have at hand is looked at once, and not for each of them', () => {
  const { view, node, asked } = counted(`
    root -> ${many.map((i) => `h${i}`).join(' ')}
    ${many.map((i) => `h${i}:closure -> internal.context=scope`).join('\n    ')}
    scope "system / Context" -> context.rows=rows internal.previous=module
    module "system / Context" -> internal.previous=realm
    realm:hidden "system / NativeContext"
    rows "Array" -> element.0=row
  `)
  for (const i of many) expect(handlersOf(view, node[`h${i}`])).toMatchObject({ passesOn: false })
  expect(asked.get(node.rows)).toBe(1)
})

test('so it is where functions below koa-mount have it', () => {
  const { view, node, asked } = counted(`
    root -> ${many.map((i) => `mount${i}`).join(' ')}
    ${many
      .map(
        (i) => `mount${i} "system / Context" -> context.prefix=path context.downstream=d${i} context.trailingSlash=no \
context.name=name context.match=match${i} internal.previous=module
    match${i}:closure -> internal.context=mount${i}
    d${i}:closure -> internal.context=scope`,
      )
      .join('\n    ')}
    scope "system / Context" -> context.rows=rows internal.previous=module
    module "system / Context" -> internal.previous=realm
    realm:hidden "system / NativeContext"
    path:string "/a"
    name:string "unnamed"
    no:hidden "false" -> hidden.0=noText
    noText:string "false"
    rows "Array" -> element.0=row
  `)
  expect(mountedAt(view, new Map([[node.row, []]])).size).toBe(0)
  expect(asked.get(node.rows)).toBeLessThan(5)
})

test('patterns of polka that were taken apart are looked at once for a method', () => {
  const { view, node, asked } = counted(`
    root -> app
    app -> routes handlers apps wares bwares
    routes -> GET=patterns
    patterns "Array" -> ${many.map((i) => `element.${i}=parsed${i}`).join(' ')}
    handlers -> GET=lists
    lists -> ${many.map((i) => `"/r${i}"=list${i}`).join(' ')}
    ${many
      .map(
        (i) => `list${i} "Array" -> element.0=h${i}
    h${i}:closure
    parsed${i} "Array" -> element.0=segment${i}
    segment${i} -> old=text${i}
    text${i}:string "/r${i}"`,
      )
      .join('\n    ')}
  `)
  const marks = polka.recognise(view, node.app) ?? []
  const routes = [marks].flat().filter((mark) => mark.kind === 'route')
  expect(routes.map(({ leading }) => leading)).toEqual(many.map((i) => [node[`list${i}`], node[`parsed${i}`]]))
  expect(many.every((i) => asked.get(node[`parsed${i}`]) === 1)).toBe(true)
})
