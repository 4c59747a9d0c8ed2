import { expect, test } from 'vitest'
import { exampleRequests } from '../../src/prove/openapi.ts'

const book = { type: 'object', properties: { name: { type: 'string' } } }
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer', example: 7 } }

const documentOf = (paths: object, more: object = {}) => ({ openapi: '3.0.3', paths, ...more })
const sent = (document: object) => {
  const { requests, withoutExample } = exampleRequests(document)
  return { texts: requests.map(({ text, body }) => (body === null ? text : `${text} ${body}`)), withoutExample }
}

test('examples of parameters and bodies make requests, wherever they stand', () => {
  const document = documentOf(
    {
      '/books': {
        get: {
          parameters: [
            { name: 'sort', in: 'query', schema: { enum: ['name', 'price'] } },
            { name: 'tag', in: 'query', examples: { two: { value: ['a b', 'c'] } } },
            { name: 'limit', in: 'query', schema: { type: 'integer' } },
          ],
        },
        post: { requestBody: { content: { 'application/json; charset=utf-8': { example: { name: 'é' } } } } },
      },
      '/books/{id}': {
        parameters: [id],
        get: {},
        put: {
          parameters: [
            { ...id, example: 'a/b' },
            { name: 'X-Trace', in: 'header', example: 5 },
          ],
          requestBody: { $ref: '#/components/requestBodies/Book' },
        },
      },
    },
    {
      servers: [{ url: 'https://example.com/api/' }],
      components: {
        requestBodies: {
          Book: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/a~1b' } } } },
        },
        schemas: { 'a/b': { ...book, examples: [{ name: 'n' }] } },
      },
    },
  )
  expect(sent(document)).toEqual({
    texts: [
      'GET /api/books?sort=name&tag=a+b&tag=c',
      'POST /api/books {"name":"é"}',
      'GET /api/books/7',
      'PUT /api/books/a%2Fb {"name":"n"}',
    ],
    withoutExample: 0,
  })
  expect(exampleRequests(document).requests[3].headers).toEqual({ 'x-trace': '5' })
})

test('an operation that needs what has no example is counted and left out', () => {
  const needed = { name: 'q', in: 'query', required: true, schema: { type: 'string' } }
  const body = { required: true, content: { 'application/json': { schema: book } } }
  const document = documentOf({
    '/a': {
      get: { parameters: [needed] },
      post: { requestBody: body },
      put: { requestBody: { ...body, required: false } },
    },
    '/b/{id}': { get: {}, delete: { parameters: [{ name: 'id', in: 'path' }] } },
  })
  expect(sent(document)).toEqual({ texts: ['PUT /a'], withoutExample: 4 })
})

test('what is no document of operations gives no request, and a reference to itself ends', () => {
  for (const nothing of [null, 3, {}, { paths: [] }, { paths: { '/a': null } }])
    expect(exampleRequests(nothing)).toEqual({ requests: [], withoutExample: 0 })
  const round = documentOf({ '/a': { $ref: '#/paths/~1a' } })
  expect(sent(round)).toEqual({ texts: [], withoutExample: 0 })
})
