import { join } from 'node:path'
import { expect, test } from 'vitest'
import { layersOf } from '../../src/findings/layers.ts'
import { frameworkPhrases } from '../../src/frameworks/recognisers.ts'
import { servers } from '../../src/liveness/liveness.ts'
import { states } from '../../src/liveness/states.ts'
import { appHeap, routesOf } from '../helpers/appHeap.ts'

const apps = join('test', 'frameworks', 'conformance', 'apps')
const nest = (...app: string[]) =>
  appHeap('test/frameworks/fixtures/conformance.mjs', 'node:http', { env: { FIXTURE_APP: join(apps, ...app) } })
/** Built once for the tests of this file. */
const onExpress = nest('nest-express', '10', 'app.mjs')

test('the method of a controller answers, whatever Nest puts around it', async () => {
  const { heap, marks } = await onExpress
  const method = (path: string, constraints = '') => {
    const route = routesOf(marks).find((mark) => mark.path === path && mark.constraints === constraints)
    expect(route?.framework).toBe('nest')
    expect(route?.handlers).toHaveLength(1)
    return `${heap.name(route!.router!)}.${heap.name(route!.handlers[0])}`
  }
  expect(method('/users/:id')).toBe('UsersController.show')
  expect(method('/cats', 'version:1')).toBe('CatsController.list')
  expect(method('/tenants', 'host:tenant.example.com')).toBe('TenantsController.list')
  expect(method('/scoped')).toBe('ScopedController.list')
})

test('every layer that @All() leaves in Express holds what answers', async () => {
  const { heap, marks } = await onExpress
  const layers = layersOf(heap, routesOf(marks).find((route) => route.method === 'ALL' && route.path === '/any')!)
  expect(layers.length).toBeGreaterThan(30)
  expect(new Set(layers.map(({ held }) => held)).size).toBe(1)
  expect(layers.every(({ answers }) => answers)).toBe(true)
})

test('middleware of a module is a route of Express, and none of the app', async () => {
  const { heap, marks } = await onExpress
  const [middleware, ...others] = routesOf(marks).filter((mark) => mark.middleware && mark.framework === 'nest')
  expect(others).toEqual([])
  expect(heap.name(middleware.handlers[0])).toBe('use')
})

test('the layer of middleware holds it, whatever Nest puts around it', async () => {
  for (const { heap, marks } of [await onExpress, await nest('nest-express', '12', 'app.mjs')]) {
    const middleware = routesOf(marks).filter((mark) => mark.middleware && mark.framework === 'nest')
    expect(middleware.map((mark) => layersOf(heap, mark).length)).toEqual([1])
  }
})

test('a controller is one router for all routes of a server, with the instances of both imports of its module', async () => {
  const { heap, marks } = await onExpress
  const controllers = marks.filter((mark) => mark.kind === 'router' && mark.framework === 'nest')
  const shared = controllers.filter((mark) => heap.name(mark.leading[0]) === 'SharedController')
  expect(shared.map((mark) => mark.leading.length)).toEqual([2])
  expect(routesOf(marks).filter((route) => route.router === shared[0].leading[0])).toHaveLength(4)
})

test('two servers of the same controllers shadow nothing of each other, and each document is a registry', async () => {
  const { heap, marks } = await nest('nest-express', '12', 'twoApps.mjs')
  const found = states(heap, marks, servers(heap))
  const routes = routesOf(marks).filter((route) => !route.middleware)
  expect(routes.map((route) => found.get(route))).toEqual(routes.map(() => 'live'))
  expect(new Set(routes.map((route) => route.path?.split('/')[1]))).toEqual(
    new Set(['orders', 'customers', 'v1', 'v2']),
  )
  expect(routes).toHaveLength(2 * 5 + 2 * 2 * 5)
  expect(marks.filter((mark) => mark.kind === 'registry' && mark.library === 'openapi')).toHaveLength(2)
})

test('Fastify keeps its HEAD routes and constraints when the methods of controllers answer', async () => {
  const { heap, marks } = await nest('nest-fastify', '10', 'app.mjs')
  const cats = routesOf(marks).filter((route) => route.path === '/cats')
  const said = cats.map((route) => `${route.method} ${route.twin} ${route.constraints} ${heap.name(route.handlers[0])}`)
  expect(said.sort()).toEqual([
    'GET null version:1 list',
    'GET null version:2 list',
    'HEAD head version:1 list',
    'HEAD head version:2 list',
  ])
  expect(cats.map(({ framework, adapter }) => `${framework} on ${adapter}`)).toEqual(cats.map(() => 'nest on fastify'))
})

test('words about HEAD routes and slashes are right for what Nest registers on Fastify', () => {
  const { nest, fastify } = frameworkPhrases
  expect(nest?.['head-twin']?.remedy).toMatch(/FastifyAdapter\(.* tree .* not counted here/)
  // Not all that is there with and without the slash is the root of a plugin: the page of the API's document is not.
  expect(fastify?.['alias-route']?.remedy).toMatch(/^ignoreTrailingSlash: true on the server.* on a route at the root/)
})
