import { expect, test } from 'vitest'
import { servers } from '../../src/liveness/liveness.ts'
import { states } from '../../src/liveness/states.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import type { RouteMark } from '../../src/recognise/mark.ts'
import type { NodeIndex } from '../../src/snapshot/snapshot.ts'
import { type DrawnHeap, heap } from '../helpers/heap.ts'
import { route, router } from '../helpers/marks.ts'

/** A server whose listener is a closure in function scope that holds the live app; a module scope holds both apps. */
const twoApps = `
  root                       -> shortcut.global=global server module
  global "global"            -> native
  native:hidden "system / NativeContext"
  server "Server"            -> _events _handle
  _events                    -> request
  request:closure            -> internal.context=scope
  scope "system / Context"   -> context.app=app internal.previous=module
  module "system / Context"  -> context.app=app context.sub=sub internal.previous=native
  app                        -> copy
  sub                        -> original
  copy                       -> handler
  original                   -> handler
  handler:closure            -> internal.context=module
`

const routeOf = (
  { node }: DrawnHeap,
  name: string,
  owner: string,
  path: string,
  handlers: readonly NodeIndex[] = [node.handler],
): RouteMark => ({ ...route(node[name]), router: node[owner], path, handlers })

const statesOf = (drawn: DrawnHeap, routes: RouteMark[], routers: string[]): Record<string, string> => {
  const view = heapView(drawn.graph)
  const marks = [...routers.map((name) => router(drawn.node[name])), ...routes]
  const found = states(view, marks, servers(view))
  return Object.fromEntries(marks.map((mark) => [view.name(mark.leading[0]), found.get(mark) ?? 'none']))
}

test('an original that only module scope holds is dead, its copy in the serving app is live', () => {
  const drawn = heap(twoApps)
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toEqual({
    app: 'live',
    copy: 'live',
    sub: 'dead',
    original: 'dead',
  })
})

test.each([
  ['a guard that other paths have as well', '/own', '/x', 'GET', 'live'],
  ['another method', '/api/x', '/x', 'POST', 'live'],
  ['a copy whose path ends with its own', '/api/x', '/x', 'GET', 'dead'],
  ['a copy under the prefix alone', '/api', '/', 'GET', 'dead'],
])('a router that no server leads to, with a handler that answers elsewhere: %s', (_, copied, path, method, state) => {
  const drawn = heap(twoApps)
  const original = { ...routeOf(drawn, 'original', 'sub', path), method }
  const routes = [{ ...routeOf(drawn, 'copy', 'app', copied), method: 'GET' }, original]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ original: state, sub: state })
})

test('copies of half of the routes do not show that a router was left behind, nor do those in several routers', () => {
  const drawing = twoApps
    .replace('app                        -> copy', 'app                        -> copy other')
    .replace('sub                        -> original', 'sub                        -> original second')
    .concat(`
  other                      -> copyInOther
  copyInOther                -> handler
  second                     -> handler`)
  const drawn = heap(drawing)
  const original = routeOf(drawn, 'original', 'sub', '/x')
  const second = routeOf(drawn, 'second', 'sub', '/y')
  const copy = routeOf(drawn, 'copy', 'app', '/api/x')
  const statesWith = (...copies: RouteMark[]) => statesOf(drawn, [...copies, original, second], ['app', 'other', 'sub'])
  expect(statesWith(copy)).toMatchObject({ original: 'live', second: 'live' })
  expect(statesWith(copy, routeOf(drawn, 'copyInOther', 'other', '/y'))).toMatchObject({ original: 'live' })
  expect(statesWith(copy, routeOf(drawn, 'copyInOther', 'app', '/api/y'))).toMatchObject({ original: 'dead' })
})

test.each([
  ['has an empty origin', 'native:hidden "system / NativeContext / "'],
  ['has an origin', 'native:hidden "system / NativeContext / https://example.com"'],
  ['is that of a heap with internals exposed', 'native:native "system / NativeContext / "'],
])('no walk goes through a realm that the inspector wrote, where its name %s', (_, realm) => {
  const drawing = twoApps
    .replace('native:hidden "system / NativeContext"', realm)
    .replace('global "global"', 'global "global (global*) / "')
    .replace('context.app=app internal.previous=module', '$& context.all=global')
    .replace('-> native\n', '-> native sub\n')
  const drawn = heap(drawing)
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ copy: 'live', sub: 'dead', original: 'dead' })
})

/** The same app in a bundle: the scope of the file is around all, and both apps are in the scopes of modules. */
const bundled = `${twoApps.replace('context.sub=sub internal.previous=native', 'context.sub=sub internal.previous=bundle internal.scope_info=info')}
  bundle "system / Context"  -> context.a=table context.b=cache context.c=require internal.previous=file
  file "system / Context"    -> internal.previous=native
  table "Object"             -> element.7=first element.9=second
  first:closure              -> internal.context=bundle internal.shared=sharedFirst
  second:closure             -> internal.context=bundle internal.shared=sharedSecond
  sharedFirst:code           -> internal.name_or_scope_info=info
  sharedSecond:code
  cache "Object"             -> element.7=loaded
  loaded "Object"            -> exports
  exports "Object"           -> sub
  require:closure            -> internal.context=bundle
`

test.each([
  ['the scope of a module', bundled],
  ['the scope of the bundle', bundled.replace('internal.previous=module', 'internal.previous=bundle')],
  ['a bundle of modules that have names', bundled.replaceAll('element.7', 'property."./sub.js"')],
])('in a bundle of webpack no request goes through %s', (_, drawing) => {
  const drawn = heap(drawing)
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ copy: 'live', sub: 'dead', original: 'dead' })
})

test.each([
  ['no cache', bundled.replace('context.b=cache', '')],
  ['an object of other keys for a cache', bundled.replace('cache "Object"             -> element.7', '$&0')],
  ['a table with what is no function', bundled.replace('element.9=second', 'element.9=sharedSecond')],
  ['no function of its own', bundled.replace('require:closure            -> internal.context=bundle', '')],
])(
  'functions in functions with %s are no bundle of webpack, and requests may go through their scopes',
  (_, drawing) => {
    const drawn = heap(drawing)
    const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
    expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ sub: 'live', original: 'live' })
  },
)

/** A bundle whose entry, with both apps, has a function of its own that is gone. */
const wrapped = `${bundled
  .replace('internal.scope_info=info', 'internal.scope_info=infoOfEntry')
  .replace('context.c=require', 'context.c=require context.d=exportsOfEntry')}
  exportsOfEntry "Object"    -> __esModule "get sub"=getter
  getter:closure             -> internal.context=module
`

test.each([
  ['dead where it is all that webpack left in the scope of the bundle', wrapped, 'dead'],
  ['dead where the exports are not in use', wrapped.replace('context.d=exportsOfEntry', ''), 'dead'],
  ['live where the app has a variable in that scope', wrapped.replace('context.c=require', '$& context.e=app'), 'live'],
  [
    'live where that is a module that the cache has',
    wrapped.replace('context.d=exportsOfEntry', 'context.d=exports').replace('-> sub\n', '->\n'),
    'live',
  ],
  [
    'live where the function can be called again',
    `${wrapped}  sharedFirst2:code -> internal.name_or_scope_info=infoOfEntry
  again:closure -> internal.context=bundle internal.shared=sharedFirst2`,
    'live',
  ],
  [
    'live where it was called twice',
    wrapped.replace(
      'scope "system / Context"   ->',
      `twice "system / Context" -> internal.previous=bundle internal.scope_info=infoOfEntry
  $&`,
    ),
    'live',
  ],
])('in a function around the entry of a bundle of webpack, an original is %s', (_, drawing, state) => {
  const drawn = heap(drawing)
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ copy: 'live', sub: state, original: state })
})

/** A file that begins with a function and calls it; both apps are in there. */
const inFunction = `${twoApps
  .replace(
    'context.sub=sub internal.previous=native',
    'context.sub=sub internal.previous=file internal.scope_info=info',
  )
  .replace('internal.context=module', 'internal.context=module internal.shared=shared')}
  file "system / Context"    -> context.exports=exports context.require=app internal.previous=native
  shared:code                -> internal.script=script
  script:code "/app.cjs"     -> internal.source=source
  source:string "(() => {"
  exports "Object"
`
/** A function of the file outside of that scope, whose own scope is what V8 knows as `info`. */
const beside = (info: string) => `
  beside:closure             -> internal.context=file internal.shared=besideShared
  besideShared:code          -> internal.script=script internal.name_or_scope_info=${info}`

test.each([
  ['dead', inFunction, 'dead'],
  ['dead where the function still waits for something', inFunction + beside('info'), 'dead'],
  ['live where another function stands beside it', inFunction + beside('infoOfBeside'), 'live'],
  ['live where the file has variables outside of it', inFunction.replace('context.require', 'context.koa'), 'live'],
  ['live where the file does not begin with it', inFunction.replace('"(() => {"', '"app.use((() => {"'), 'live'],
  ['live where nobody knows the text', inFunction.replace('internal.source=source', ''), 'live'],
])('in a function around a whole file, an original is %s', (_, drawing, state) => {
  const drawn = heap(drawing)
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ copy: 'live', sub: state, original: state })
})

test('the scope of a generated function holds what it was given, and is no module scope', () => {
  const generated = `${twoApps
    .replace('internal.context=scope', 'internal.context=scope internal.shared=shared')
    .replace('internal.previous=module', 'internal.previous=native')
    .replace('-> request', '-> request close')}
  close:closure              -> internal.context=module
  shared:code                -> internal.script=script
  script:code ""             -> hidden.0=maker
  maker:code "build"         -> internal.script=library
  library:code "file:///library.js"`
  const stateOfOriginal = (drawing: string) => {
    const drawn = heap(drawing)
    const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
    return statesOf(drawn, routes, ['app', 'sub']).original
  }
  expect(stateOfOriginal(generated)).toBe('dead')
  // Written in a file, its scope may be that of a module: all scopes have to be entered to find a route.
  expect(stateOfOriginal(generated.replace('-> hidden.0=maker', ''))).toBe('live')
})

test('the stack of an error that the app keeps names modules, and no request gets to them that way', () => {
  const drawn = heap(`${twoApps.replace('context.app=app internal.previous=module', '$& context.notFound=error')}
    error "NotFoundError"      -> "<symbol>"=frames
    frames:array ""            -> internal.6=job
    job "ModuleJob"            -> module
  `)
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ copy: 'live', original: 'dead' })
})

test('no more does the table of its properties lead there, nor the function of a call site', () => {
  const drawn = heap(`${twoApps.replace('context.app=app internal.previous=module', '$& context.site=site')}
    site "CallSite"            -> "<symbol>"=frame internal.properties=table
    table:hidden "system / PropertyArray" -> hidden.0=frame
    frame:hidden "system / CallSiteInfo"  -> hidden.0=exports
    exports                    -> sub
  `)
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ copy: 'live', original: 'dead' })
})

test('a router without a live copy stays live: it may be called in a way that the heap does not show', () => {
  const drawn = heap(`${twoApps}
  other:closure`)
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x', [drawn.node.other])]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ sub: 'live', original: 'live' })
})

test('without a server nothing is dead', () => {
  const drawn = heap(twoApps.replace('"Server"', '"Thing"'))
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ sub: 'live', original: 'live' })
})

test('a listener at the top level of a module reaches its router through the module scope, and nothing is dead', () => {
  const drawn = heap(
    twoApps.replace(
      'request:closure            -> internal.context=scope',
      'request:closure -> internal.context=module',
    ),
  )
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ app: 'live', sub: 'live', original: 'live' })
})

test('the second of two equal routes in one router is shadowed', () => {
  const drawn = heap(
    twoApps.replace('app                        -> copy', 'app -> copy again').concat('\n  again -> handler'),
  )
  const routes = [routeOf(drawn, 'copy', 'app', '/x'), routeOf(drawn, 'again', 'app', '/x')]
  expect(statesOf(drawn, routes, ['app'])).toEqual({ app: 'live', copy: 'live', again: 'shadowed' })
})

test('a mounted original that only a handler of the mounting app still reaches is shadowed', () => {
  const drawn = heap(
    twoApps
      .replace('handler:closure            -> internal.context=module', 'handler:closure -> internal.context=inner')
      .concat('\n  inner "system / Context" -> context.this=sub internal.previous=scope'),
  )
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ copy: 'live', sub: 'live', original: 'shadowed' })
})

test('what was mounted in a sub-app that is mounted itself is shadowed by the copies in both', () => {
  const drawn = heap(
    twoApps
      .replace('handler:closure            -> internal.context=module', 'handler:closure -> internal.context=inner')
      .concat(`
  inner "system / Context" -> context.this=leaf context.parent=sub internal.previous=scope
  leaf                     -> leafOriginal
  leafOriginal             -> handler`),
  )
  const routes = [
    routeOf(drawn, 'leafOriginal', 'leaf', '/x'),
    routeOf(drawn, 'original', 'sub', '/leaf/x'),
    routeOf(drawn, 'copy', 'app', '/api/leaf/x'),
  ]
  const found = statesOf(drawn, routes, ['app', 'sub', 'leaf'])
  expect(found).toMatchObject({ copy: 'live', original: 'shadowed', leafOriginal: 'shadowed' })
})

test('a mounted original that its wrapped copy has its handler from is shadowed: by its own path nothing comes', () => {
  const wrapped = twoApps.replace('copy                       -> handler', 'copy -> wrapper').concat(`
  wrapper:closure         -> internal.context=around
  around "system / Context" -> context.record=original context.app=sub internal.previous=module`)
  const found = (drawing: string) => {
    const drawn = heap(drawing)
    const routes = [
      routeOf(drawn, 'copy', 'app', '/api/x', [drawn.node.wrapper, drawn.node.handler]),
      routeOf(drawn, 'original', 'sub', '/x'),
    ]
    return statesOf(drawn, routes, ['app', 'sub'])
  }
  expect(found(wrapped)).toEqual({ app: 'live', copy: 'live', sub: 'live', original: 'shadowed' })
  // A server leads to the sub-app as well.
  const served = wrapped.replace('scope "system / Context"   ->', '$& context.sub=sub')
  expect(found(served)).toEqual({ app: 'live', copy: 'live', sub: 'live', original: 'live' })
})

test('a sub-app that a second server serves by itself stays live', () => {
  const drawn = heap(
    `${twoApps}
  internal "Server"           -> _events=events2 _handle
  events2                     -> request2
  request2:closure            -> internal.context=scope2
  scope2 "system / Context"   -> context.app=sub internal.previous=module`.replace(
      'server module\n',
      'server internal module\n',
    ),
  )
  const routes = [routeOf(drawn, 'copy', 'app', '/api/x'), routeOf(drawn, 'original', 'sub', '/x')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ sub: 'live', original: 'live' })
})

test('a router that is mounted by reference answers for itself, also where the app has its handler at another path', () => {
  const drawn = heap(
    twoApps.replace('app                        -> copy', 'app -> copy mount').concat('\n  mount -> sub'),
  )
  const mount = { ...routeOf(drawn, 'mount', 'app', '/', []), method: 'ALL', middleware: true }
  const routes = [routeOf(drawn, 'copy', 'app', '/home'), mount, routeOf(drawn, 'original', 'sub', '/')]
  expect(statesOf(drawn, routes, ['app', 'sub'])).toMatchObject({ copy: 'live', sub: 'live', original: 'live' })
})

test('an equal route with other functions before the handler is not shadowed: those of the first may pass on', () => {
  const drawn = heap(
    twoApps
      .replace('app                        -> copy', 'app -> copy again')
      .concat('\n  again -> handler\n  check:closure'),
  )
  const { handler, check } = drawn.node
  const routes = [routeOf(drawn, 'copy', 'app', '/x', [check, handler]), routeOf(drawn, 'again', 'app', '/x')]
  expect(statesOf(drawn, routes, ['app'])).toMatchObject({ copy: 'live', again: 'live' })
})
