import { type FastifyInstance, fastify } from 'fastify'
import { type Kind, kinds, shelf } from './shelf.ts'

/**
 * One kind of thing in a shop: five routes, their schemas written where they are used. Fastify calls the plugin once for
 * each prefix, every call writes new schema objects, and Ajv knows schemas by object: every validator is compiled again.
 */
function routes(app: FastifyInstance, kind: Kind) {
  const { create, list, read, replace, remove } = shelf(kind)

  app.post(
    `/${kind.plural}`,
    {
      schema: {
        body: {
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
      },
    },
    create,
  )

  app.get(
    `/${kind.plural}`,
    {
      schema: {
        querystring: {
          type: 'object',
          properties: {
            name: { type: 'string', maxLength: 120 },
            maxPrice: { type: 'number', minimum: 0, maximum: kind.maxPrice },
            sort: { enum: ['name', 'price', 'stock'] },
            limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
            offset: { type: 'integer', minimum: 0, default: 0 },
          },
        },
      },
    },
    list,
  )

  app.get(
    `/${kind.plural}/:id`,
    { schema: { params: { type: 'object', properties: { id: { type: 'integer', minimum: 1, title: kind.plural } } } } },
    read,
  )

  app.put(
    `/${kind.plural}/:id/price`,
    {
      schema: {
        body: {
          type: 'object',
          required: ['price', 'currency'],
          additionalProperties: false,
          properties: {
            price: { type: 'number', minimum: 0, maximum: kind.maxPrice },
            currency: { enum: ['EUR', 'USD', 'GBP', 'JPY'] },
            validFrom: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
          },
        },
      },
    },
    replace,
  )

  app.delete(`/${kind.plural}/:id`, remove)
}

async function shop(app: FastifyInstance) {
  for (const kind of kinds) routes(app, kind)
}

const app = fastify({ exposeHeadRoutes: false })
for (const prefix of ['/v1', '/v2', '/v3']) app.register(shop, { prefix })

export default app
