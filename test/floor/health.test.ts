import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { plainPlace } from '../../src/capture/ask.ts'
import { becomesHealthy } from '../../src/floor/health.ts'

/** A server that answers with these, one after the other, the last one for ever; `null` is no answer. */
async function answering(...statuses: (number | null)[]) {
  let asked = 0
  const server = createServer((_request, response) => {
    const status = statuses[Math.min(asked++, statuses.length - 1)]
    if (status !== null) response.writeHead(status).end('text')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { asked: () => asked, watched: { place: () => plainPlace(port), over: () => false } }
}

const health = { path: '/health', accepts: 'success', checks: 3, checkTimeoutMs: 100 } as const
const soon = (ms: number) => performance.now() + ms

test('checks must pass in a row: one that fails begins them anew', async () => {
  const { asked, watched } = await answering(200, 200, 503, 200)
  expect(await becomesHealthy(health, watched, soon(10_000))).toEqual({ healthyAt: expect.any(Number) })
  expect(asked()).toBe(6)
})

test('a check that is not answered in its time has failed', async () => {
  const { asked, watched } = await answering(200, 200, null, 200)
  expect(await becomesHealthy(health, watched, soon(10_000))).toEqual({ healthyAt: expect.any(Number) })
  expect(asked()).toBe(6)
})

test('what was wrong last is told when the time is over, or the app', async () => {
  const { watched } = await answering(404)
  const told = { problem: 'GET /health answered 404', listened: true }
  expect(await becomesHealthy(health, watched, soon(200))).toEqual(told)
  const never = { problem: 'nothing listens', listened: false }
  expect(await becomesHealthy(health, { place: () => null, over: () => false }, soon(50))).toEqual(never)
  let polls = 0
  expect(await becomesHealthy(health, { place: () => null, over: () => polls++ > 1 }, soon(60_000))).toEqual(never)
})
