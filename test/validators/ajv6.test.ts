import { expect, test } from 'vitest'
import { appHeap, validatorsOf } from '../helpers/appHeap.ts'

test.each([{}, { minified: true }])(
  'each function that Ajv 6 generated is a validator, with its schema (%o)',
  async (options) => {
    const { marks } = await appHeap('test/validators/fixtures/ajv6.mjs', 'ajv6', options)
    const validators = validatorsOf(marks)
    // Equal schemas have one function; those of Ajv's own schema are left out.
    expect(validators.map(({ library, source }) => [library, source !== null])).toEqual(Array(3).fill(['ajv', true]))
    const schemas = marks.filter((mark) => mark.kind === 'schema')
    expect(schemas.map(({ key }) => key).sort()).toEqual([null, null, 'tree'])
    const registries = marks.filter((mark) => mark.kind === 'registry')
    expect(registries.map(({ library, name }) => `${library} ${name}`)).toEqual(['ajv instance'])
  },
  60_000,
)

test('functions that Ajv wrote into a file are validators once they were called', async () => {
  const { marks, heap } = await appHeap('test/validators/fixtures/ajv-standalone.mjs', 'ajv')
  const validators = validatorsOf(marks)
  const standalone = validators.filter(({ closure }) => heap.generatedBy(closure) === undefined)
  expect(standalone.map(({ library, schema }) => [library, schema])).toEqual([
    ['ajv', null],
    ['ajv', null],
  ])
}, 60_000)
