import { once } from 'node:events'

/**
 * tRPC behind its own HTTP server. The list of a router is its index, `_def.procedures`; that of a nested router is in
 * the index of the one around it as well, under longer paths.
 *
 * `lazy` is of tRPC 11 only. `holdsNested`: a router holds those it was made of (tRPC 10), so that a nested one is behind
 * the server, where nobody asks it.
 */
export const scenarios = ({ initTRPC, createHTTPServer, lazy, z, holdsNested }) => ({
  framework: 'trpc',

  async everything() {
    const t = initTRPC.create()
    const before = t.middleware(({ next }) => next())
    const three = t.router({
      get: t.procedure.query(() => 'got'),
      set: t.procedure
        .use(before)
        .input((value) => value)
        .mutation(() => 'set'),
    })
    const two = t.router({ three, watch: t.procedure.subscription(() => null) })
    const one = t.router({ two })
    const items = t.router({ list: t.procedure.query(() => []), add: t.procedure.mutation(() => null) })
    const merged = t.mergeRouters(
      t.router({ left: t.procedure.query(() => 1) }),
      t.router({ right: t.procedure.query(() => 2) }),
    )
    const late = lazy === undefined ? [] : [t.router({ answer: t.procedure.query(() => 'late') })]
    const app = t.router({
      one,
      v1: items,
      v2: items,
      v3: items,
      merged,
      health: t.procedure.query(() => 'fine'),
      ...Object.fromEntries(late.map((router) => ['late', lazy(async () => router)])),
    })

    const server = await listening(createHTTPServer({ router: app, createContext: () => ({}) }))
    const { port } = server.address()
    if (lazy !== undefined) {
      const options = { headers: { connection: 'close' } }
      const response = await fetch(`http://127.0.0.1:${port}/late.answer`, options)
      if (response.status !== 200) throw new Error(`status ${response.status}`)
    }
    const nested = [three, two, one, items, merged, ...late]
    globalThis.kept = { app, nested }

    const left = nested.flatMap(procedures)
    return {
      app,
      listed: [...procedures(app), ...left],
      dead: holdsNested ? [] : left,
      shadowed: holdsNested ? left : [],
      features: {
        parameters: { cannot: 'A path is a dotted name; what a call is given is its input.' },
        wildcard: { cannot: 'A path is a dotted name.' },
        all: { cannot: 'A procedure is a query, a mutation or a subscription.' },
        constraints: { cannot: 'A procedure is known by its name alone.' },
        nested: 'MUTATION one.two.three.set',
        mounted: 'MUTATION v3.add',
        twice: { cannot: 'A router refuses a second procedure of the same path.' },
        late: lazy === undefined ? { cannot: 'A router is complete when it is made.' } : 'QUERY late.answer',
      },
      drop: () => closed(server),
    }
  },

  /** Plain objects in one router, or flat names where there are none. */
  async clean() {
    const t = initTRPC.create()
    const [users, orders] = [usersOf(t, z), ordersOf(t, z)]
    const nested = holdsNested ? { ...named('users', users), ...named('orders', orders) } : { users, orders }
    const app = t.router({ health: t.procedure.query(() => 'fine'), ...nested })
    const server = await listening(createHTTPServer({ router: app, createContext: () => ({}) }))
    globalThis.kept = { app }
    return { app, listed: procedures(app), drop: () => closed(server) }
  },
})

const named = (name, procedures) =>
  Object.fromEntries(Object.entries(procedures).map(([key, procedure]) => [`${name}_${key}`, procedure]))

function usersOf(t, z) {
  const id = z?.object({ id: z.number().int() }) ?? ((value) => value)
  const user = z?.object({ name: z.string().max(80), email: z.string() }) ?? ((value) => value)
  return {
    list: t.procedure.query(() => []),
    get: t.procedure.input(id).query(({ input }) => input),
    add: t.procedure.input(user).mutation(({ input }) => input),
    change: t.procedure.input(user).mutation(({ input }) => input),
    remove: t.procedure.input(id).mutation(() => null),
  }
}

function ordersOf(t, z) {
  const id = z?.object({ order: z.string() }) ?? ((value) => value)
  return {
    list: t.procedure.query(() => []),
    get: t.procedure.input(id).query(({ input }) => input),
    lines: t.procedure.input(id).query(() => []),
    place: t.procedure.input(id).mutation(({ input }) => input),
    watch: t.procedure.subscription(() => null),
  }
}

/** tRPC 10 gives an object around the server, 11 the server. */
async function listening(made) {
  const server = made.server ?? made
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

const procedures = ({ _def }) =>
  Object.entries(_def.procedures).map(([path, { _def }]) => `${kindOf(_def).toUpperCase()} ${path}`)

const kindOf = (def) => def.type ?? ['query', 'mutation', 'subscription'].find((kind) => def[kind])
