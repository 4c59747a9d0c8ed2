// node test/oracle/smallApp.mjs FILE: a small Fastify app with something of everything that makes heaps hard.
import { writeHeapSnapshot } from 'node:v8'
import Fastify from 'fastify'

const app = Fastify()
const item = { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string', maxLength: 40 } } }
const notes = new WeakMap()
const byName = new Map()

for (let index = 0; index < 40; index++) {
  app.register(async (scope) => {
    const store = { index, items: Array.from({ length: index }, (_, id) => ({ id, name: `item-${id}-${index}` })) }
    notes.set(store, { written: new Date(1.7e12 + index), by: Symbol(`author ${index}`) })
    byName.set(`store ${index}`, store)
    scope.decorate(`store${index}`, store)
    scope.get(`/v${index % 3}/items/${index}/:id`, { schema: { response: { 200: item } } }, async () => store.items[0])
    scope.post(`/v${index % 3}/items/${index}`, { schema: { body: item } }, async () => ({ size: store.items.length }))
  })
}
await app.ready()
globalThis.held = { app, byName, notes, numbers: new Float64Array(1000), big: 2n ** 200n, weak: new WeakRef(byName) }
await app.inject('/v0/items/3/1')
await new Promise((resolve) => setImmediate(resolve))
writeHeapSnapshot(process.argv[2])
