import { expect, test } from 'vitest'
import { recognisers } from '../../src/frameworks/recognisers.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { recognise } from '../../src/recognise/recognise.ts'
import { routesOf } from '../helpers/appHeap.ts'
import { heap } from '../helpers/heap.ts'

/** A router of Fastify 4.0 or 4.1 with a GET route and two HEAD routes. `added` and `asked` is the hook of the app, `hook` comes last. */
const router = (hook: string, symbol = '') => `
  root -> router
  router -> routes trees constrainer caseSensitive=trees
  routes -> element.0=get element.1=added element.2=asked
  get -> method=GET path=p handler=dispatch store=getContext
  added -> method=HEAD path=p handler=dispatch store=addedContext
  asked -> method=HEAD path=q handler=dispatch store=askedContext
  getContext -> handler=own contentTypeParser _parserOptions config=getConfig
  addedContext -> handler=own contentTypeParser _parserOptions config=addedConfig onSend=both ${symbol}
  askedContext -> handler=own contentTypeParser _parserOptions config=askedConfig onSend=one
  getConfig -> url=p method=GET
  addedConfig -> url=p method=HEAD
  askedConfig -> url=q method=HEAD
  both -> element.0=bound element.1=boundLast
  one -> element.0=bound
  bound:closure "native_bind" -> internal.bound_function=ofApp
  boundLast:closure "native_bind" -> internal.bound_function=last
  ofApp:closure "countBody"
  last:closure ${JSON.stringify(hook)}
  own:closure
  dispatch:closure
  GET:string
  HEAD:string
  p:string "/p"
  q:string "/q"
  no:hidden "false" -> hidden.0=noText
  noText:string "false"
`

const twinsOf = (drawing: string) =>
  routesOf(recognise(heapView(heap(drawing).graph), recognisers)).map(
    ({ method, path, twin }) => `${method} ${path}${twin === null ? '' : ' twin'}`,
  )

test('before Fastify says so, a HEAD route that it added is known by the hook that sends no body', () => {
  expect(twinsOf(router('headRouteOnSendHandler'))).toEqual(['GET /p', 'HEAD /p twin', 'HEAD /q'])
  expect(twinsOf(router('a'))).toEqual(['GET /p', 'HEAD /p', 'HEAD /q'])
})

test('where Fastify says which routes it added, no hook says otherwise', () => {
  const drawing = router('headRouteOnSendHandler', '"<symbol fastify.routeByFastify>"=no')
  expect(twinsOf(drawing)).toEqual(['GET /p', 'HEAD /p', 'HEAD /q'])
})

test('a hook of that name on a HEAD route without a GET route of the same path is of the app', () => {
  const drawing = router('headRouteOnSendHandler').replace('"countBody"', '"headRouteOnSendHandler"')
  expect(twinsOf(drawing)).toEqual(['GET /p', 'HEAD /p twin', 'HEAD /q'])
})
