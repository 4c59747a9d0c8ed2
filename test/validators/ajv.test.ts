import { expect, test } from 'vitest'
import { appHeap, validatorsOf } from '../helpers/appHeap.ts'

const fixture = 'test/validators/fixtures/ajv.mjs'

test.each([{}, { minified: true }])(
  'each function that Ajv generated is a validator, with its schema (%o)',
  async (options) => {
    const { marks, heap } = await appHeap(fixture, 'ajv', options)
    const validators = validatorsOf(marks)
    // Two objects with equal content, the reference, and what it refers to; Ajv's own schemas are left out.
    expect(validators.length).toBe(4)
    expect(new Set(validators.map(({ schema }) => schema)).size).toBe(4)
    expect(validators.every(({ source }) => source !== null && heap.type(source).endsWith('string'))).toBe(true)
    const keys = marks.filter((mark) => mark.kind === 'schema').map(({ key }) => key)
    expect(keys.filter((key) => key !== null)).toEqual(['tree'])
  },
)

test('an Ajv instance and the scope that its validators close over are registries', async () => {
  const { marks } = await appHeap(fixture, 'ajv')
  const registries = marks.filter((mark) => mark.kind === 'registry')
  expect(registries.map(({ library, name }) => `${library} ${name}`).sort()).toEqual(['ajv instance', 'ajv scope'])
})
