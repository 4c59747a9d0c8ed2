import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { groupsByPart, partColumn, partNames, shareByPart } from '../../src/attribute/parts.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import type { Mark } from '../../src/recognise/mark.ts'
import { heap } from '../helpers/heap.ts'
import { route, router } from '../helpers/marks.ts'

test('what a framework puts around a handler counts as handler, and the rest as the route or its router', () => {
  const { graph, node } = heap(`
    root         -> app
    app          -> table
    table     7  -> getUser
    getUser   64 -> proxy
    proxy     32 -> pipes handler
    pipes     16
    handler    8 -> config
    config     4
  `)
  const marks: Mark[] = [
    router(node.table),
    { ...route(node.getUser), handlers: [node.handler], wrappers: [node.proxy] },
  ]
  const attribution = attribute(graph, marks)
  const shares = shareByPart(
    attribution,
    groupsByPart(attribution.fold, partColumn(heapView(graph), attribution, marks)),
  )
  const parts = (owner: number) =>
    Object.fromEntries(partNames.map((name, part) => [name, shares[owner * partNames.length + part]]))
  expect(parts(0)).toMatchObject({ routerStructure: 7, handlers: 0 })
  expect(parts(1)).toMatchObject({ routeObjects: 64, handlers: 32 + 16 + 8 + 4 })
})
