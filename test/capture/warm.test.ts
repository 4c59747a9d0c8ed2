import { expect, test } from 'vitest'
import { app, captured } from './apps.ts'
import { cert, key } from './certificate.ts'

const answer = `(request, response) => {
  response.statusCode = request.url === '/a' ? 200 : 404
  response.end()
}`
const tls = JSON.stringify({ key, cert })

const servers = {
  https: `require('https').createServer(${tls}, ${answer}).listen(0)`,
  'HTTP/2': `require('http2').createSecureServer(${tls}, ${answer}).listen(0)`,
  'HTTP/2 without TLS': `require('http2').createServer(${answer}).listen(0)`,
  'a Unix socket': `require('http').createServer(${answer}).listen('here.sock')`,
}

test.each(Object.entries(servers))('warm asks a server on %s', async (_, text) => {
  const { names, summary } = await captured('app.cjs', { cwd: app({ 'app.cjs': text }), warm: ['/a', '/none'] })
  expect(names.at(-1)).toBe('warm')
  expect(summary.notes).toEqual(['GET /none answered 404'])
})

test('where nothing listens, warm says that nothing was asked', async () => {
  const cwd = app({ 'app.cjs': `console.log('ready'); setInterval(() => {}, 1000)` })
  const { names, summary } = await captured('app.cjs', { cwd, readyLog: /ready/, warm: ['/a', '/b'] })
  expect(names.at(-1)).toBe('warm')
  expect(summary.notes).toContain('No server is known to listen, so nothing was asked for /a, /b.')
})
