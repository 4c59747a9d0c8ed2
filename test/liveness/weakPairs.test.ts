import { expect, test } from 'vitest'
import { dispatchable, servers } from '../../src/liveness/liveness.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { heap } from '../helpers/heap.ts'

/** A handler has a key that a WeakMap has a value for; `holder` has the WeakMap. */
const drawn = (holder: string, ofHandler = '') =>
  heap(`
    root                           -> server ${holder.split(/[: ]/)[0]}
    server "Server"                -> _events _handle
    _events                        -> request
    request:closure                -> key live ${ofHandler}
    key "Key" @101                 -> internal."1 / part of key (Key @101) -> value (App @105) pair in WeakMap (table @103)"=app
    ${holder}=map
    map "WeakMap"                  -> internal.table=table
    table:array "(object elements)" @103 -> internal."2 / part of key (Key @101) -> value (App @105) pair in WeakMap (table @103)"=app
    app "App" @105                 -> route
    route
    live
  `)

test.each([
  ['an object of a class has', 'container "Container" -> property.values', '', 0],
  ['an object of a class has that the handler has', 'container "Container" -> property.values', 'container', 1],
  ['a variable holds', 'scope "system / Context" -> context.values', '', 1],
  ['a module exports', 'cell "system / Cell" -> internal.value', '', 1],
  ['a plain object has', 'state "Object" -> property.values', '', 1],
  ['a class has', 'Registry:closure -> property.values', '', 1],
])('who has a key has the value of a WeakMap that %s', (_, holder, ofHandler, isReached) => {
  const { graph, node } = drawn(holder, ofHandler)
  const view = heapView(graph)
  const dispatch = dispatchable(view, servers(view), [node.live, node.route])
  expect(dispatch?.reached[node.route]).toBe(isReached)
})
