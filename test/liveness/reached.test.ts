import { expect, test } from 'vitest'
import type { HeapFacts } from '../../src/findings/facts.ts'
import { servers } from '../../src/liveness/liveness.ts'
import { reachedRoutes } from '../../src/liveness/reached.ts'
import { routeDispatch, states } from '../../src/liveness/states.ts'
import { notesOn } from '../../src/notes.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { stateText } from '../../src/report/words.ts'
import { heap } from '../helpers/heap.ts'
import { route, router } from '../helpers/marks.ts'

/** A server leads to the app over a scope of a function; a module scope holds a router that nobody mounts. */
const unmounted = `
  root                       -> shortcut.global=global server module
  global "global"            -> native
  native:hidden "system / NativeContext"
  server "Server"            -> _events _handle
  _events                    -> request
  request:closure            -> internal.context=scope
  scope "system / Context"   -> context.app=app internal.previous=module
  module "system / Context"  -> context.app=app context.unused=unused internal.previous=native
  app                        -> mounted
  unused                     -> never neither
`

const factsOf = (drawing: string) => {
  const { graph, node } = heap(drawing)
  const view = heapView(graph)
  const marks = [
    router(node.app),
    router(node.unused),
    ...(['mounted', 'never', 'neither'] as const).map((name) => ({
      ...route(node[name]),
      router: name === 'mounted' ? node.app : node.unused,
    })),
  ]
  const dispatch = routeDispatch(view, marks, servers(view))
  const found = states(view, marks, servers(view), dispatch)
  const facts = {
    marks,
    states: found,
    reached: reachedRoutes(dispatch, marks),
    servesRoutes: dispatch !== null,
    attribution: { unreachableBytes: 0 },
  }
  const told = marks.flatMap((mark) =>
    mark.kind === 'route' ? { state: found.get(mark)!, reached: facts.reached?.has(mark) ?? null } : [],
  )
  return { told, notes: notesOn(facts as unknown as HeapFacts, null, []) }
}

test('a router that no server leads to, and that has no copies, is live, and the report says that nobody saw why', () => {
  const { told, notes } = factsOf(unmounted)
  expect(told).toEqual([
    { state: 'live', reached: true },
    { state: 'live', reached: false },
    { state: 'live', reached: false },
  ])
  expect(told.map(stateText)).toEqual([
    'the server can dispatch to it',
    ...Array(2).fill(
      'no server was seen to lead to it, but it has no live copy, or a function that requests reach may call it',
    ),
  ])
  expect(notes).toContain(
    '2 routes of 1 router count as live although no server was seen to lead to them: they have no live copies, or a function that requests reach may call them.',
  )
})

const unserved =
  'No server that listens leads to a route in this heap, so live and dead cannot be told apart: take the snapshot once the app listens.'

test.each([
  ['there is no server', [unserved], unmounted.replace('"Server"', '"Thing"')],
  ['no server listens yet', [unserved], unmounted.replace('_events _handle', '_events')],
  [
    'module scopes had to be entered',
    [],
    unmounted.replace(
      'request:closure            -> internal.context=scope',
      'request:closure -> internal.context=module',
    ),
  ],
])('nothing is said of what servers lead to where %s', (_, unknown, drawing) => {
  const { told, notes } = factsOf(drawing)
  expect(told.map(({ reached }) => reached)).toEqual([null, null, null])
  expect(stateText(told[1])).toBe('nothing says that the server cannot dispatch to it')
  expect(notes).toEqual(unknown)
})
