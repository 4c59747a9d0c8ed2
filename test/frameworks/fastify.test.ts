import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import { listAt } from '../../src/graph/lists.ts'
import { appHeap, generatedOf, routesOf, routeTexts } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/fastify.mjs'

test.each(['fastify', 'fastify4'])('the routes of %s are those that it prints', async (name) => {
  const { listed, marks, heap } = await appHeap(fixture, name)
  expect(routeTexts(marks)).toEqual(listed.sort())

  const routes = routesOf(marks)
  for (const route of routes) expect(heap.location(route.handlers[0])).toContain(fixture)
  const scopes = new Map(marks.flatMap((mark) => (mark.kind === 'router' ? [[mark.leading[0], mark.prefix]] : [])))
  for (const route of routes) expect(route.path?.startsWith(scopes.get(route.router!)!)).toBe(true)
  expect(scopes.get(routes.find(({ path }) => path === '/out/in/deep')!.router!)).toBe('/out/in')
})

test.each(['fastify', 'fastify4'])('paths that %s registers cut are whole', async (name) => {
  const { listed, marks } = await appHeap('test/frameworks/fixtures/find-my-way-cut.mjs', name)
  expect(routeTexts(marks)).toEqual(listed.sort())
})

test.each(['fastify', 'fastify4'])(
  'HEAD routes that %s added by itself are told from those of the user',
  async (name) => {
    const { marks } = await appHeap(fixture, name)
    const heads = routesOf(marks).filter(({ method }) => method === 'HEAD')
    const own = heads.filter(({ twin }) => twin === null).map(({ path }) => path)
    expect(own.sort()).toEqual(['/every', '/explicit'])
    expect(routesOf(marks).every(({ method, twin }) => twin === null || method === 'HEAD')).toBe(true)
  },
)

test.each(['fastify', 'fastify4'])(
  'validators and serializers of %s say what they check and which schema',
  async (name) => {
    const { marks, heap } = await appHeap(fixture, name)
    const generated = generatedOf(marks)
    const count = (part: string) => generated.filter((mark) => mark.part === part).length
    // The schemas are made anew for each of the three mounts; HEAD shares the params validator and has its own serializer.
    expect([count('body'), count('headers'), count('querystring'), count('params')]).toEqual([3 + 1, 3, 3, 3])
    expect(count('response')).toBe(2 * (3 + 2))
    expect(generated.filter((mark) => mark.part === null)).toEqual([])
    expect(generated.filter((mark) => mark.schema === null || mark.source === null)).toEqual([])
    const makers = new Set(generated.map((mark) => `${mark.library} ${heap.name(heap.generatedBy(mark.closure)!)}`))
    expect([...makers].sort()).toEqual(['ajv compileSchema', 'fast-json-stringify build'])
  },
)

test.each(['fastify', 'fastify4'])('the stores of %s are registries, and the pool has its key', async (name) => {
  const { marks } = await appHeap(fixture, name)
  const registries = marks.filter((mark) => mark.kind === 'registry')
  expect(registries.map(({ library, keys }) => `${library} ${keys.length}`).sort()).toEqual([
    'ajv 0',
    'ajv 0',
    'ajv-compiler 1',
  ])
})

test.each(['fastify', 'fastify4'])('a route of %s does not own the others', async (name) => {
  const { marks, heap } = await appHeap(fixture, name)
  const { owners, fold } = owningMarks(heap.graph, marks)
  const { sets, setBytes } = attribute(heap.graph, owners, fold)
  const owned = setBytes.reduce((sum, bytes, set) => (set === 0 ? sum : sum + bytes), 0)
  const wide = setBytes.reduce((sum, bytes, set) => (listAt(sets, set).length > 8 ? sum + bytes : sum), 0)
  expect(wide / owned).toBeLessThan(0.03)
})
