import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Place, reply } from '../../src/capture/ask.ts'
import { cert, key } from './certificate.ts'

type Ask = http.IncomingMessage | http2.Http2ServerRequest
type Answer = http.ServerResponse | http2.Http2ServerResponse

/** Says what it was asked, but at `/silent`. */
function echo(request: Ask, response: Answer) {
  if (request.url === '/silent') return
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    response.writeHead(201, { 'x-asked': `${request.headers['x-asks']}`, 'set-cookie': ['a=1', 'b=2'] })
    response.end(`${request.method} ${request.url} ${body}`)
  })
}

const servers: Record<string, { make: () => Server; secure: boolean; http2: boolean }> = {
  http: { make: () => http.createServer(echo), secure: false, http2: false },
  https: { make: () => https.createServer({ key, cert }, echo), secure: true, http2: false },
  'http2 without TLS': { make: () => http2.createServer(echo) as Server, secure: false, http2: true },
  http2: { make: () => http2.createSecureServer({ key, cert }, echo) as Server, secure: true, http2: true },
}

const kinds = Object.keys(servers).flatMap((name) => [
  { name, socket: false },
  { name, socket: true },
])

test.each(kinds)('a server of $name answers what it is asked, on a Unix socket: $socket', async ({ name, socket }) => {
  const { make, secure, http2 } = servers[name]
  const place: Place = { at: await listening(make(), socket), secure, http2 }
  const question = { method: 'POST', path: '/a?b', headers: { 'x-asks': 'yes' }, body: '{}' }
  const { status, headers, body } = await reply(place, question, 5_000)
  expect([status, body.toString()]).toEqual([201, 'POST /a?b {}'])
  expect(headers.join(' ').toLowerCase()).toContain('x-asked yes set-cookie a=1 set-cookie b=2')
  await expect(reply(place, { method: 'GET', path: '/silent' }, 100)).rejects.toThrow('no answer in 100 ms')
  const next = await reply(place, { method: 'GET', path: '/c' }, 5_000)
  expect(next.body.toString()).toBe('GET /c ')
})

test('a server that does not speak what it is asked in gives a reason', async () => {
  const place: Place = { at: await listening(http.createServer(echo), false), secure: false, http2: true }
  await expect(reply(place, { method: 'GET', path: '/a' }, 5_000)).rejects.toThrow('Protocol error')
  await expect(reply({ ...place, secure: true }, { method: 'GET', path: '/a' }, 5_000)).rejects.toThrow()
})

async function listening(server: Server, onSocket: boolean): Promise<Place['at']> {
  const folder = mkdtempSync(join(tmpdir(), 'ask-'))
  const socketPath = join(folder, 'socket')
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  await new Promise<void>((resolve) => {
    if (onSocket) server.listen(socketPath, resolve)
    else server.listen(0, '127.0.0.1', resolve)
  })
  return onSocket ? { socketPath } : { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}
