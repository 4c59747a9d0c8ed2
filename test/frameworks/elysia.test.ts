import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import { listAt } from '../../src/graph/lists.ts'
import { servers } from '../../src/liveness/liveness.ts'
import { states } from '../../src/liveness/states.ts'
import { type AppOptions, appHeap, routesOf } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/elysia.mjs'
const warm: AppOptions = { env: { FIXTURE_WARM: '1' } }

test.each<[string, AppOptions]>([
  ['before the first request', {}],
  ['after the first request of each', warm],
  ['by a server that has only the generated function', { env: { FIXTURE_PLAIN: '1' } }],
])('fifty routes used inside a group are fifty live and a hundred dead ones, %s', async (_, options) => {
  const { marks, heap } = await appHeap(fixture, 'elysia', options)
  const stateOf = states(heap, marks, servers(heap))
  const count = (state: string) =>
    routesOf(marks).filter((mark) => mark.path?.includes('/at/') && stateOf.get(mark) === state).length
  expect([count('live'), count('dead'), count('shadowed')]).toEqual([50, 100, 0])
})

test('validators are compiled at the first request, for each route one, and are the part of it that they check', async () => {
  const validators = async (options: AppOptions) => {
    const { marks } = await appHeap(fixture, 'elysia', options)
    return marks.flatMap((mark) => (mark.kind === 'validator' && mark.part !== null ? [mark.part] : []))
  }
  expect(await validators({})).toEqual([])
  expect(await validators(warm)).toEqual(Array(50).fill('body'))
})

test('a route does not own the others, and a live one owns what it generated', async () => {
  const { marks, heap } = await appHeap(fixture, 'elysia', warm)
  const { owners, fold } = owningMarks(heap.graph, marks)
  const { sets, setBytes, exclusive } = attribute(heap.graph, owners, fold)
  const owned = setBytes.reduce((sum, bytes, set) => (set === 0 ? sum : sum + bytes), 0)
  const wide = setBytes.reduce((sum, bytes, set) => (listAt(sets, set).length > 8 ? sum + bytes : sum), 0)
  // What is left is the code of the equal routes, of which V8 keeps one: 9 % on Node 20, 11 % on 24.
  expect(wide / owned).toBeLessThan(0.15)
  const ownedBy = (path: string) => exclusive[owners.findIndex((mark) => mark.kind === 'route' && mark.path === path)]
  expect(ownedBy('/group/at/7')).toBeGreaterThan(2 * ownedBy('/at/7'))
})

test('a value in place of a handler tells its route too', async () => {
  const { marks, heap } = await appHeap(fixture, 'elysia')
  const route = routesOf(marks).find(({ path }) => path === '/value')!
  expect(route.handlers.map((handler) => heap.string(handler))).toEqual(['value'])
})
