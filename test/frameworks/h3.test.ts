import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { servers } from '../../src/liveness/liveness.ts'
import { states } from '../../src/liveness/states.ts'
import { appHeap, routesOf, routeTexts } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/h3.mjs'
const versions = join(process.cwd(), 'test/frameworks/conformance/apps/h3')
const h3 = (version: number) => createRequire(join(versions, `${version}/package.json`)).resolve('h3')

test.each([1, 2])('a handler of h3 %i is the function of the user, whatever is around it', async (version) => {
  const { marks, heap } = await appHeap(fixture, h3(version))
  const routes = routesOf(marks).filter(({ middleware }) => !middleware)
  for (const { handlers } of routes) expect(heap.location(handlers.at(-1)!)).toContain(fixture)
  const handlersOf = (path: string) => routes.find((route) => route.path === path)!.handlers
  expect(new Set([...handlersOf('/lazy'), ...handlersOf('/pending')]).size).toBe(4)
})

test('wrappers of h3 2 are known in a minified bundle too', async () => {
  const { marks, heap } = await appHeap(fixture, h3(2), { minified: true })
  const handlersOf = (path: string) => routesOf(marks).find((route) => route.path === path)!.handlers
  expect(['/lazy', '/guarded', '/valid'].map((path) => handlersOf(path).length)).toEqual([2, 3, 4])
  expect(new Set(handlersOf('/lazy').map((closure) => heap.location(closure))).size).toBe(2)
})

test('what only passes on to another router of h3 1 is no route', async () => {
  const { marks } = await appHeap(fixture, h3(1))
  expect(routeTexts(marks).filter((text) => text.startsWith('USE'))).toEqual(['USE /', 'USE /base/**'])
})

test('fifty routes that h3 2 mounted by copy are fifty live and fifty dead ones', async () => {
  const { marks, heap } = await appHeap(fixture, h3(2))
  const stateOf = states(heap, marks, servers(heap))
  const count = (state: string) =>
    routesOf(marks).filter((mark) => mark.path?.includes('/dead/') && stateOf.get(mark) === state).length
  expect([count('live'), count('dead'), count('shadowed')]).toEqual([50, 50, 0])
})

test.each([false, true])(
  'a sub-app that is copied and kept for its middleware is shadowed, minified: %s',
  async (minified) => {
    const { marks, heap, listed } = await appHeap('test/frameworks/fixtures/h3-middleware.mjs', h3(2), { minified })
    const answered = ['/copies/copied 200', '/outside/inside/nested 200', '/too/referred 200', '/by/hand/called 200']
    expect(listed.sort()).toEqual([...answered, '/copied 404'].sort())
    const stateOf = states(heap, marks, servers(heap))
    const shadowed = routesOf(marks).filter((mark) => stateOf.get(mark) === 'shadowed')
    expect(shadowed.map(({ path }) => path).sort()).toEqual(['/copied', '/inside/nested', '/nested', '/outer'])
    const routers = marks.filter((mark) => mark.kind === 'router')
    expect(routers.every((mark) => stateOf.get(mark) === 'live')).toBe(true)
  },
)
