import { once } from 'node:events'
import { createServer } from 'node:http'

/**
 * Schemas of graphql-js, asked over HTTP. What a schema lists are the fields of its root types. Extending a schema makes
 * all fields again around the same resolvers, so the first one is dead where somebody keeps it.
 */
export const scenarios = ({ buildSchema, extendSchema, graphql, parse }) => ({
  framework: 'graphql',

  async everything() {
    const base = buildSchema(`
      type Query { user(id: ID!, full: Boolean): User, users(first: Int): [User!]!, health: String }
      type Mutation { addUser(user: NewUser!): AddedUser }
      type Subscription { users: User }
      type User { id: ID!, name: String, friends: [User!]! }
      type AddedUser { user: User, errors: [String!] }
      input NewUser { name: String!, email: String }
      interface Named { name: String }
    `)
    const user = (_, { id }) => ({ id, name: 'somebody', friends: [] })
    resolve(base.getQueryType(), { user, users: () => [user(null, { id: 1 })], health: () => 'fine' })
    resolve(base.getMutationType(), { addUser: () => ({ user: user(null, { id: 2 }) }) })
    const fields = base.getSubscriptionType().getFields()
    fields.users.subscribe = async function* users() {
      yield user(null, { id: 3 })
    }
    const schema = extendSchema(
      base,
      parse('extend type Query { orders: [Order!] } type Order { id: ID!, user: User }'),
    )
    resolve(schema.getQueryType(), { orders: () => [] })

    const server = await serving(graphql, schema)
    const { port } = server.address()
    const answer = await fetch(`http://127.0.0.1:${port}/?query={health}`, { headers: { connection: 'close' } })
    const { data } = await answer.json()
    if (data.health !== 'fine') throw new Error('The schema does not answer.')
    globalThis.kept = { base, schema }

    return {
      app: schema,
      listed: [base, schema].flatMap(rootFields),
      dead: rootFields(base),
      shadowed: [],
      features: {
        parameters: { cannot: 'A field has arguments, its name has none.' },
        wildcard: { cannot: 'A field is known by its name alone.' },
        all: { cannot: 'A root field is of one kind of operation.' },
        constraints: { cannot: 'A field is known by its name alone.' },
        nested: { cannot: 'Only the fields of the root types are asked for by themselves.' },
        mounted: { cannot: 'Fields have no prefix.' },
        twice: { cannot: 'A type has one field of a name.' },
        late: { cannot: 'A schema is complete when it is made.' },
      },
      drop: () => closed(server),
    }
  },

  /** One schema, parsed without positions. */
  async clean() {
    const schema = buildSchema(
      `
      type Query {
        user(id: ID!): User
        users(first: Int, after: ID): [User!]!
        order(id: ID!): Order
        orders(first: Int, after: ID): [Order!]!
        products(search: String): [Product!]!
        health: String
      }
      type Mutation {
        addUser(user: NewUser!): User
        changeUser(id: ID!, user: NewUser!): User
        removeUser(id: ID!): Boolean
        placeOrder(order: NewOrder!): Order
        cancelOrder(id: ID!): Boolean
      }
      type User { id: ID!, name: String!, email: String, orders: [Order!]! }
      type Order { id: ID!, user: User!, lines: [Line!]! }
      type Line { product: Product!, count: Int! }
      type Product { id: ID!, name: String!, price: Float }
      input NewUser { name: String!, email: String }
      input NewOrder { user: ID!, lines: [NewLine!]! }
      input NewLine { product: ID!, count: Int! }
    `,
      { noLocation: true },
    )
    const users = new Map()
    resolve(schema.getQueryType(), {
      user: (_, { id }) => users.get(id),
      users: () => [...users.values()],
      health: () => 'fine',
    })
    resolve(schema.getMutationType(), { removeUser: (_, { id }) => users.delete(id) })
    const server = await serving(graphql, schema)
    globalThis.kept = { schema }
    return { app: schema, listed: rootFields(schema), drop: () => closed(server) }
  },
})

function resolve(type, resolvers) {
  for (const [name, resolver] of Object.entries(resolvers)) type.getFields()[name].resolve = resolver
}

async function serving(graphql, schema) {
  const server = createServer(async ({ url }, response) => {
    const source = new URL(url, 'http://localhost').searchParams.get('query')
    response.end(JSON.stringify(await graphql({ schema, source })))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function closed(server) {
  delete globalThis.kept
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

const rootFields = (schema) =>
  Object.entries({
    QUERY: schema.getQueryType(),
    MUTATION: schema.getMutationType(),
    SUBSCRIPTION: schema.getSubscriptionType(),
  }).flatMap(([method, type]) => Object.keys(type?.getFields() ?? {}).map((name) => `${method} ${name}`))
