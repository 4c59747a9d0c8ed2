import { createServer, type RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { listenersOf } from '../../src/capture/inside/listeners.ts'

/** A function of a text, as a minifier may have written it. */
const listener = (text: string): RequestListener => new Function(`return ${text}`)()

test.each([
  ['(e, t) => { const n = e.url; t.end(n + o) }', ['const', 'o']],
  ['async (e, t) => { t.end(n); const o = 1 }', ['async', 'n', 'const', 'o']],
  ['function a(e, t) {\n  let n, o = i\n  t.end(n) }', ['function', 'a', 'let', 'o', 'i']],
  ['e => { var n = e.url }', ['var']],
  ['(e, { t = n }) => { const n = e.url }', ['e', 't', 'n', 'const']],
])('%s can mean variables around it by names that are not its own', (text, expected) => {
  const server = createServer(listener(text))
  const own = listenersOf([new WeakRef(server)])[0]
  expect(own.names.join('').trim().split(' ')).toEqual(expected)
})
