// node bench/heap.mjs ROUTES RECORDS FILE: boots a Fastify app with that many routes and records, seeded, and writes
// its heap snapshot. About 217 MB with 5000 routes and 25000 records, 27 MB with 500 and 3000.
import { writeHeapSnapshot } from 'node:v8'
import { fastifyApp, sessions } from './generated.mjs'

const [routes, records, file] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]]

globalThis.held = { app: await fastifyApp(routes), sessions: sessions(records) }
await new Promise((resolve) => setImmediate(resolve))
writeHeapSnapshot(file)
