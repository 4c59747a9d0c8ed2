import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { RouteheapError } from '../../src/error.ts'
import { priceOf } from '../../src/price/price.ts'

const here = fileURLToPath(import.meta.url)
const ofProperties = (count: number) => ({
  type: 'object',
  properties: Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`field${at}`, { type: 'string', minLength: at, pattern: `^a{${at}}$` }]),
  ),
})

test('a schema that is nested too deeply for a message to another process is told so', async () => {
  const deep = JSON.parse(`{"enum":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)
  await expect(priceOf(deep, here, 1)).rejects.toMatchObject({
    code: 'schema-not-compiled',
    exitCode: 2,
    message: expect.stringContaining('nested too deeply'),
  })
})

test('a validator costs more once it was called, and a larger schema costs more', async () => {
  const small = await priceOf(ofProperties(3), here, 50)
  const large = await priceOf(ofProperties(12), here, 50)
  expect(small.coldBytes).toBeGreaterThan(1_000)
  expect(small.calledBytes).toBeGreaterThan(small.coldBytes)
  expect(large.coldBytes).toBeGreaterThan(2 * small.coldBytes)
  expect(large.copies).toBe(50)
})

test('a schema that does not compile is explained', async () => {
  const broken = priceOf({ type: 'no such type' }, here, 1)
  await expect(broken).rejects.toThrow(RouteheapError)
  await expect(broken).rejects.toThrow(/type/)
})
