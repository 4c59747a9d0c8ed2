import { type FastifyInstance, fastify } from 'fastify'
import { sharedCompilers } from 'routeheap/fastify'
import { type Kind, kinds, shelf } from './shelf.ts'

const headers = {
  type: 'object',
  required: ['X-Tenant'],
  properties: {
    'X-Tenant': { type: 'string', pattern: '^[a-z][a-z0-9-]{2,30}$' },
    'X-Request-Id': { type: 'string', minLength: 8, maxLength: 64 },
    'Idempotency-Key': { type: 'string', minLength: 16, maxLength: 64 },
    'Accept-Language': { type: 'string', maxLength: 100 },
    'If-Match': { type: 'string', maxLength: 80 },
  },
}
const problem = {
  type: 'object',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
  },
}
const problems = { '4xx': problem, '5xx': problem }

/** The schemas of one kind. Called once a kind, outside of the plugin: all versions pass the same objects to Fastify. */
function schemasOf(kind: Kind) {
  const params = {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'integer', minimum: 1, title: kind.plural } },
  }
  const fields = {
    name: { type: 'string', minLength: 1, maxLength: 120 },
    sku: { type: 'string', pattern: `^${kind.code}-[0-9]{4,10}$` },
    description: { type: 'string', maxLength: 4000 },
    price: { type: 'number', minimum: 0, maximum: kind.maxPrice },
    currency: { type: 'string', enum: ['EUR', 'USD', 'GBP', 'JPY'] },
    stock: { type: 'integer', minimum: 0 },
    onSale: { type: 'boolean' },
    images: {
      type: 'array',
      maxItems: 12,
      items: {
        type: 'object',
        required: ['url'],
        properties: { url: { type: 'string', pattern: '^https://' }, alt: { type: 'string', maxLength: 200 } },
      },
    },
    tags: { type: 'array', maxItems: 20, items: { type: 'string', maxLength: 40 } },
    supplier: {
      type: 'object',
      required: ['id', 'country'],
      properties: { id: { type: 'integer' }, country: { type: 'string', pattern: '^[A-Z]{2}$' } },
    },
    ...kind.details,
  }
  const required = ['name', 'sku', 'price', 'currency']
  const item = {
    type: 'object',
    required: ['id', 'kind', ...required],
    properties: { id: { type: 'integer' }, kind: { type: 'string' }, ...fields, createdAt: { type: 'string' } },
  }
  const body = { type: 'object', required, additionalProperties: false, properties: fields }
  const querystring = {
    type: 'object',
    properties: {
      name: { type: 'string', maxLength: 120 },
      minPrice: { type: 'number', minimum: 0 },
      maxPrice: { type: 'number', minimum: 0, maximum: kind.maxPrice },
      currency: { type: 'string', enum: ['EUR', 'USD', 'GBP', 'JPY'] },
      country: { type: 'string', pattern: '^[A-Z]{2}$' },
      onSale: { type: 'boolean' },
      sort: { type: 'string', enum: ['name', 'price', 'stock', 'createdAt'] },
      order: { type: 'string', enum: ['asc', 'desc'], default: 'asc' },
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
      offset: { type: 'integer', minimum: 0, default: 0 },
    },
  }
  const page = {
    type: 'object',
    required: ['total', 'items'],
    properties: { total: { type: 'integer' }, items: { type: 'array', items: item } },
  }
  const response = { 200: item, ...problems }
  return {
    create: { headers, body, response: { 201: item, ...problems } },
    list: { headers, querystring, response: { 200: page, ...problems } },
    read: { headers, params, response },
    change: {
      headers,
      params,
      body: { type: 'object', minProperties: 1, additionalProperties: false, properties: fields },
      response,
    },
    remove: { headers, params, response: problems },
  }
}

const schemas = new Map(kinds.map((kind) => [kind, schemasOf(kind)]))

function routes(app: FastifyInstance, kind: Kind) {
  const { create, list, read, change, remove } = shelf(kind)
  const schema = schemas.get(kind)
  const path = `/${kind.plural}`

  app.post(path, { schema: schema?.create }, create)
  app.get(path, { schema: schema?.list }, list)
  app.get(`${path}/:id`, { schema: schema?.read }, read)
  app.patch(`${path}/:id`, { schema: schema?.change }, change)
  app.delete(`${path}/:id`, { schema: schema?.remove }, remove)
}

async function shop(app: FastifyInstance) {
  for (const kind of kinds) routes(app, kind)
}

/** Fastify compiles headers and answers for each route all the same; with shared compilers, once. */
const app = fastify(sharedCompilers({ exposeHeadRoutes: false }))
for (const prefix of ['/v1', '/v2', '/v3']) app.register(shop, { prefix })

export default app
