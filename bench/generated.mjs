// The generated app and data that snapshots are made of, seeded.
import Fastify from 'fastify'

let seed = 20_260_101
const below = (limit) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((seed / 2 ** 32) * limit)
}

const person = () => ({
  type: 'object',
  required: ['name', 'email'],
  properties: {
    id: { type: 'integer' },
    name: { type: 'string', maxLength: 120 },
    email: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
    address: {
      type: 'object',
      properties: { street: { type: 'string' }, zip: { type: 'string', pattern: '^[0-9]{5}$' } },
    },
  },
})

function addRoute(scope, index) {
  const writes = below(3) === 0
  const cache = new Map()
  scope.decorate(`store${index}`, { cache, hits: 0 })
  scope.route({
    method: writes ? 'POST' : 'GET',
    url: `/v${below(7)}/resource${below(997)}/${index}/:id`,
    schema: {
      params: { type: 'object', properties: { id: { type: 'integer', maximum: 1000 + index } } },
      querystring: { type: 'object', properties: { [`q${index}`]: { type: 'string' }, limit: { default: below(50) } } },
      ...(writes && { body: person() }),
      response: { 200: { type: 'object', properties: { ok: { type: 'boolean' }, [`data${index}`]: person() } } },
    },
    handler: async (request) => ({ ok: true, [`data${index}`]: cache.get(request.id) }),
  })
}

/** A Fastify app that is ready, of so many routes with schemas of their own. */
export async function fastifyApp(routes) {
  const app = Fastify()
  // Ten routes a plugin: Fastify's onReady hooks recurse over sibling plugins.
  for (let first = 0; first < routes; first += 10) {
    app.register(async (scope) => {
      for (let index = first; index < Math.min(routes, first + 10); index++) addRoute(scope, index)
    })
  }
  return app.ready()
}

class User {
  constructor(index, friends) {
    this.name = `user-${index.toString(36)}`
    this.email = `user${index}@example${below(100)}.test`
    this.roles = new Set(['reader', `role${below(5)}`])
    this.score = index * 1.37
    this.history = Array.from({ length: below(6) }, () => ({
      at: below(1e6) + 0.5,
      meta: { ip: `10.0.0.${below(256)}` },
    }))
    this.friend = friends[below(friends.length)]
  }
}

class Session {
  constructor(index, user) {
    this.user = user
    this.createdAt = new Date(1.6e12 + index * 1000)
    this.close = () => this.user
  }
}

/** Data of an app: so many sessions of so many users. */
export function sessions(records) {
  const users = []
  const byKey = new Map()
  const tokens = new WeakMap()
  for (let index = 0; index < records; index++) {
    const user = new User(index, users)
    users.push(user)
    byKey.set(`session:${index}`, new Session(index, user))
    if (index % 10 === 0) tokens.set(user, { token: `t${below(1e9)}` })
  }
  return { users, byKey, tokens }
}
