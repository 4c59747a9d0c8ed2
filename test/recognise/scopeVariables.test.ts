import { expect, test } from 'vitest'
import { heapView } from '../../src/recognise/heapView.ts'
import { scopeVariables } from '../../src/recognise/scopeVariables.ts'
import { heap } from '../helpers/heap.ts'

test('a function has the variables of its own scope, and none where that is its whole module', () => {
  const { graph, node } = heap(`
    root -> inner outer
    inner:closure -> internal.context=scope
    outer:closure -> internal.context=module
    scope "system / Context" -> internal.previous=module context.a=x
    module "system / Context" -> internal.previous=realm context.b=y
    realm:hidden "system / NativeContext"
  `)
  const view = heapView(graph)
  expect(scopeVariables(view, node.inner)).toEqual([node.x])
  expect(scopeVariables(view, node.outer)).toEqual([])
})
