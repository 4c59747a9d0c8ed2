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
  await expect(priceOf(deep, here, { copies: 1 })).rejects.toMatchObject({
    code: 'schema-not-compiled',
    exitCode: 2,
    message: expect.stringContaining('nested too deeply'),
  })
})

test('a validator costs more once it was called, and a larger schema costs more', async () => {
  const small = await priceOf(ofProperties(3), here, { copies: 50 })
  const large = await priceOf(ofProperties(12), here, { copies: 50 })
  expect(small.coldBytes).toBeGreaterThan(1_000)
  expect(small.calledBytes).toBeGreaterThan(small.coldBytes)
  expect(large.coldBytes).toBeGreaterThan(2 * small.coldBytes)
  expect(large.copies).toBe(50)
})

test.each([
  ['https://json-schema.org/draft/2020-12/schema', { type: 'object', prefixItems: [{}] }],
  ['https://json-schema.org/draft/2019-09/schema', { type: 'object' }],
  ['http://json-schema.org/draft-04/schema#', { type: 'object' }],
])('of a schema of another draft, %s, it is said which can be priced', async ($schema, rest) => {
  const hint = expect.stringMatching(/^Schemas of draft 7 can be priced, .* without "\$schema", where/)
  await expect(priceOf({ $schema, ...rest }, here, { copies: 1 })).rejects.toMatchObject({ exitCode: 2, hint })
})

test('a schema without "$schema" that has a keyword of another draft is told the same', async () => {
  const hint = expect.stringContaining('Take out what is no keyword of validation. Schemas of draft 7 can be priced')
  await expect(priceOf({ type: 'array', prefixItems: [{}] }, here, { copies: 1 })).rejects.toMatchObject({ hint })
})

test('a reference out of the schema is told apart from a draft', async () => {
  const hint = expect.stringContaining('$ref must be inside of it')
  await expect(priceOf({ $ref: 'https://example.org/draft.json' }, here, { copies: 1 })).rejects.toMatchObject({ hint })
})

test('what is said to be left out can be', async () => {
  const $schema = 'http://json-schema.org/draft-07/schema#'
  expect(await priceOf({ $schema, type: 'object' }, here, { copies: 1 })).toMatchObject({ copies: 1 })
  expect(await priceOf({ type: 'object', $defs: { a: {} } }, here, { copies: 1 })).toMatchObject({ copies: 1 })
})

test('a schema that does not compile is explained', async () => {
  const broken = priceOf({ type: 'no such type' }, here, { copies: 1 })
  await expect(broken).rejects.toThrow(RouteheapError)
  await expect(broken).rejects.toThrow(/type/)
})
