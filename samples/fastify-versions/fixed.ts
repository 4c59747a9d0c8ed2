import { type FastifyInstance, fastify } from 'fastify'
import { type Kind, kinds, shelf } from './shelf.ts'

/** The schemas of one kind. Called once a kind, outside of the plugin: all versions pass the same objects to Fastify. */
function schemasOf(kind: Kind) {
  return {
    create: {
      type: 'object',
      required: ['name', 'sku', 'price', 'currency'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 120 },
        sku: { type: 'string', pattern: `^${kind.code}-[0-9]{4,10}$` },
        price: { type: 'number', minimum: 0, maximum: kind.maxPrice },
        currency: { enum: ['EUR', 'USD', 'GBP', 'JPY'] },
        stock: { type: 'integer', minimum: 0 },
        tags: { type: 'array', maxItems: 20, items: { type: 'string', maxLength: 40 } },
        supplier: {
          type: 'object',
          required: ['id', 'country'],
          properties: { id: { type: 'integer' }, country: { type: 'string', pattern: '^[A-Z]{2}$' } },
        },
      },
    },
    list: {
      type: 'object',
      properties: {
        name: { type: 'string', maxLength: 120 },
        maxPrice: { type: 'number', minimum: 0, maximum: kind.maxPrice },
        sort: { enum: ['name', 'price', 'stock'] },
        limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
        offset: { type: 'integer', minimum: 0, default: 0 },
      },
    },
    byId: { type: 'object', properties: { id: { type: 'integer', minimum: 1, title: kind.plural } } },
    replace: {
      type: 'object',
      required: ['price', 'currency'],
      additionalProperties: false,
      properties: {
        price: { type: 'number', minimum: 0, maximum: kind.maxPrice },
        currency: { enum: ['EUR', 'USD', 'GBP', 'JPY'] },
        validFrom: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
      },
    },
  }
}

const schemas = new Map(kinds.map((kind) => [kind, schemasOf(kind)]))

function routes(app: FastifyInstance, kind: Kind) {
  const { create, list, read, replace, remove } = shelf(kind)
  const schema = schemas.get(kind)

  app.post(`/${kind.plural}`, { schema: { body: schema?.create } }, create)
  app.get(`/${kind.plural}`, { schema: { querystring: schema?.list } }, list)
  app.get(`/${kind.plural}/:id`, { schema: { params: schema?.byId } }, read)
  app.put(`/${kind.plural}/:id/price`, { schema: { body: schema?.replace } }, replace)
  app.delete(`/${kind.plural}/:id`, remove)
}

async function shop(app: FastifyInstance) {
  for (const kind of kinds) routes(app, kind)
}

const app = fastify({ exposeHeadRoutes: false })
for (const prefix of ['/v1', '/v2', '/v3']) app.register(shop, { prefix })

export default app
