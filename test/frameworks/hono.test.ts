import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { originals, withoutClones } from '../../src/frameworks/hono/clones.ts'
import { phrases } from '../../src/frameworks/hono/phrases.ts'
import { mergedPath } from '../../src/frameworks/hono/recordPath.ts'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { snapshotOfBytes } from '../../src/snapshot/read.ts'
import { app as appOf } from '../capture/apps.ts'
import { appHeap, routesOf } from '../helpers/appHeap.ts'
import { heap } from '../helpers/heap.ts'
import { route, router } from '../helpers/marks.ts'
import { snapshotText } from '../helpers/snapshot-text.ts'

const fixture = 'test/frameworks/fixtures/hono.mjs'

test('routers hold a record only through nodes that lead its route', async () => {
  const { marks } = await appHeap(fixture, 'hono')
  const routers = marks.filter((mark) => mark.kind === 'router')
  for (const route of routesOf(marks)) expect(route.leading.length).toBeGreaterThan(1)
  // What wraps the handlers of a sub-app keeps the app that was made for a moment to mount it.
  expect(routers.map(({ leading }) => leading.length).sort()).toEqual([4, 4, 4, 5])
})

test.each([
  ['hono 4.13', 'hono'],
  ['hono 4.0', './test/frameworks/conformance/apps/hono/4.0/node_modules/hono/dist/index.js'],
])('the handler of a sub-app with an error handler is found in its wrapper, %s', async (_, name) => {
  const { marks, heap } = await appHeap(fixture, name)
  const wrapped = routesOf(marks).filter(({ path }) => path === '/guard/guarded' || path === '/guarded')
  expect(wrapped.map(({ handlers }) => handlers.length).sort()).toEqual([1, 2])
  expect(wrapped[0].handlers.at(-1)).toBe(wrapped[1].handlers.at(-1))
  expect(heap.location(wrapped[0].handlers.at(-1)!)).toContain(fixture)
})

test('routes of apps that another one mounts by reference have the whole path', async () => {
  const { marks } = await appHeap('test/frameworks/fixtures/hono-mounts.mjs', 'hono')
  const paths = routesOf(marks).flatMap(({ method, path }) => (method === 'GET' ? [path] : []))
  expect(paths.sort()).toEqual([
    '(/a|/b)/twice',
    '/based/api/below',
    '/based/api/v1/further',
    '/out/in/inner',
    '/out/outer',
    '/root',
  ])
})

test.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]]])(
  'apps with the same routes are one router, the one with the shortest path that was made first, in the order %j of the heap',
  (order) => {
    // By what they are: made first, made later, and with a longer path. Ids grow by 2.
    const apps = ['first', 'later', 'longer']
    const lines = order.map((at) => `  ${apps[at]} -> routes`).join('\n')
    const { graph, node } = heap(
      `\n  root -> ${apps.map((name) => `${name}=${name}`).join(' ')}\n${lines}\n  routes "Array"`,
    )
    const view = heapView(graph)
    const appOf = (name: string, prefix: string) => ({ ...router(node[name]), framework: 'hono', prefix })
    const marks = [appOf('first', '/'), appOf('later', '/'), appOf('longer', '/api')]
    const record = { ...route(node.routes), framework: 'hono', router: node.longer }
    const [first, ...others] = order.map((at) => apps[at]).filter((name) => name !== 'longer')
    const found = withoutClones([...marks, record], originals(view, marks, 'hono'))
    expect(found.map(({ kind }) => kind)).toEqual(['router', 'route'])
    expect(found[0]!.leading).toEqual([node[first!], node[others[0]!], node.longer])
    expect(found[1]).toMatchObject({ router: node[first!] })
  },
)

test('what is said of shadowed routes holds without @hono/zod-openapi', () => {
  expect(Object.values(phrases['shadowed-route']!).join(' ')).not.toContain('zod-openapi')
})

test('paths that the app itself cut out of longer ones are those that the probe saw', async () => {
  const cwd = appOf({
    'app.mjs': `
      import { Hono } from 'hono'
      const written = '/internal/catalogue/of/products'
      const app = new Hono()
      app.get(written.slice('/internal'.length), (c) => c.text('all'))
      app.get(written.slice('/internal/catalogue'.length), (c) => c.text('of'))
      export default app`,
  })
  const { routes } = await analyze({ kind: 'module', path: 'app.mjs' }, { cwd })
  expect(routes.map(({ path }) => path).sort()).toEqual(['/catalogue/of/products', '/of/products'])
}, 60_000)

test.each([
  ['/', '/items/of/shops', '/items/of/shops'],
  ['/', '/items/of/shops/', '/items/of/shops/'],
  ['/v1', '/items/of/shops/', '/v1/items/of/shops'],
  ['/v1', '/items/of/shops', undefined],
  ['/', 'items/of/shops', undefined],
])('of %j and a slice of %j Hono made %j', (first, whole, path) => {
  const internal = (name: string, to: number) => ({ type: 'internal', name, to })
  const nodes = [
    { type: 'synthetic', name: '', edges: [{ type: 'property', name: 'path', to: 1 }] },
    { type: 'concatenated string', name: '', edges: [internal('first', 2), internal('second', 3)] },
    { type: 'string', name: first },
    { type: 'sliced string', name: '', edges: [internal('parent', 4)] },
    { type: 'string', name: whole },
  ]
  const view = heapView(heapGraph(snapshotOfBytes(Buffer.from(snapshotText(nodes)), 'test')))
  expect(mergedPath(view, 1)).toBe(path)
  expect(view.string(1)).toBeUndefined()
})
