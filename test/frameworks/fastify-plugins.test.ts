import { expect, test } from 'vitest'
import { type AppHeap, appHeap, generatedOf, routesOf, routeTexts } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/fastify-plugins.mjs'
const found: Promise<AppHeap> = appHeap(fixture, 'fastify')

test('routes that plugins register have the handlers of the user', async () => {
  const { listed, marks, heap } = await found
  expect(routeTexts(marks)).toEqual(listed.sort())
  for (const { handlers } of routesOf(marks)) expect(heap.location(handlers.at(-1)!)).toContain(fixture)
})

test('what was compiled for one content type says its part and its schema', async () => {
  const { marks, heap } = await found
  // What checked the documents themselves, for no route, is not always collected yet.
  const generated = generatedOf(marks).filter(({ part }) => part !== null)
  expect(generated.map(({ part }) => part).sort()).toEqual(['body', 'body', 'params', 'params', 'response', 'response'])
  for (const { part, schema } of generated)
    expect(heap.property(heap.property(schema!, 'properties')!, part === 'params' ? 'id' : 'name')).toBeDefined()
})

test('a schema that is an object of zod is a schema of zod', async () => {
  const { marks, heap } = await found
  const [, context] = routesOf(marks).find(({ path }) => path === '/zod')!.leading
  const body = heap.property(heap.property(context, 'schema')!, 'body')
  const schemas = marks.filter((mark) => mark.kind === 'schema' && mark.leading[0] === body)
  expect(schemas.map((mark) => mark.kind === 'schema' && mark.library)).toEqual(['zod'])
})

test('what @fastify/swagger keeps is in registries: the options of all routes, the document as object and text', async () => {
  const { listed, marks, heap } = await found
  const registries = marks.filter((mark) => mark.kind === 'registry' && mark.library === '@fastify/swagger')
  const named = new Map(registries.map((mark) => [mark.kind === 'registry' ? mark.name : '', mark.leading[0]]))
  expect([...named.keys()].sort()).toEqual(['document', 'routes'])
  expect(heap.elements(named.get('routes')!).length).toBe(listed.length)
  const [document, text] = ['object', 'string'].map((name) => heap.property(named.get('document')!, name)!)
  expect(heap.stringProperty(document, 'openapi')).toBe('3.0.3')
  expect(heap.type(text)).toContain('string')
})
