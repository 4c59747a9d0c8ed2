import { expect, test } from 'vitest'
import { recognisers } from '../../src/frameworks/recognisers.ts'
import { servers } from '../../src/liveness/liveness.ts'
import { reachedRoutes } from '../../src/liveness/reached.ts'
import { inServingRouters } from '../../src/liveness/servingRouters.ts'
import { routeDispatch } from '../../src/liveness/states.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { recognise } from '../../src/recognise/recognise.ts'
import { routesOf } from '../helpers/appHeap.ts'
import { heap } from '../helpers/heap.ts'

const routers: Record<string, string> = {
  leaf: 'leaf:object -> opts=leafOpts methods=verbs params=opts stack=leafStack',
  mounted: 'mounted:object -> opts=mountedOpts methods=verbs params=opts stack=mountedStack',
  held: 'held:object -> opts=heldOpts methods=verbs params=opts stack=heldStack',
}

/** A server leads to the entry of `mounted`. It has the layer of `leaf`, as `held` does, whose entry nothing calls. */
const drawing = (order: readonly string[]) => `
  root                      -> shortcut.global=global server module
  global "global"           -> native
  native:hidden "system / NativeContext"
  server "Server"           -> _events _handle
  _events                   -> request
  request:closure           -> internal.context=scope
  scope "system / Context"  -> context.dispatch=dispatch internal.previous=module
  module "system / Context" -> ${order.map((name) => `context.${name}=${name}`).join(' ')} context.other=other internal.previous=native
  ${order.map((name) => routers[name]).join('\n  ')}
  dispatch:closure          -> router=mounted
  other:closure             -> router=held
  leafStack                 -> element.0=layer
  mountedStack              -> element.0=layer
  heldStack                 -> element.0=layer element.1=more
  layer                     -> opts methods=gets paramNames=none stack=handlers path=own regexp=pattern
  more                      -> opts methods=gets paramNames=none stack=handlers path=else regexp=pattern
  handlers                  -> element.0=handler
  handler:closure
  leafOpts                  -> none
  mountedOpts               -> prefix=top
  heldOpts                  -> prefix=top
  verbs                     -> element.0=GET
  gets                      -> element.0=GET
  opts                      -> none
  pattern:regexp
  none:array
  GET:string
  top:string "/top"
  own:string "/top/a"
  else:string "/top/else"
`

const orders = [
  ['leaf', 'mounted', 'held'],
  ['held', 'leaf', 'mounted'],
  ['mounted', 'held', 'leaf'],
]

test.each(orders)(
  'a layer that several routers have is told as one of the router that serves it: %s, %s, %s',
  (...order) => {
    const { graph, node } = heap(drawing(order))
    const view = heapView(graph)
    const seen = recognise(view, recognisers)
    const dispatch = routeDispatch(view, seen, servers(view))
    const marks = inServingRouters(seen, dispatch)
    const reached = reachedRoutes(dispatch, marks)
    const told = routesOf(marks).map((route) => [route.path, route.router, reached?.has(route)])
    expect(new Set(told)).toEqual(
      new Set([
        ['/top/a', node.mounted, true],
        ['/top/else', node.held, false],
      ]),
    )
    // Seen from the heap alone, a router that something enters comes before one that nothing does.
    expect(routesOf(seen).map(({ router }) => router)).not.toContain(node.leaf)
  },
)
