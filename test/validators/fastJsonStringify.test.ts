import { expect, test } from 'vitest'
import { appHeap } from '../helpers/appHeap.ts'

const fixture = 'test/validators/fixtures/fast-json-stringify.mjs'
const packages = ['fast-json-stringify', './node_modules/fastify4/node_modules/fast-json-stringify/index.js']

test.each(packages)('each function that %s returned is one serializer', async (name) => {
  const { marks, heap } = await appHeap(fixture, name)
  const serializers = marks.filter((mark) => mark.kind === 'serializer')
  expect(serializers.length).toBe(4)
  expect(new Set(serializers.map(({ closure }) => heap.script(closure))).size).toBe(4)
})

test.each(packages)('the Ajv inside a serializer of %s is a part of it, not a registry', async (name) => {
  const { marks } = await appHeap(fixture, name)
  expect(marks.filter((mark) => mark.kind === 'registry')).toEqual([])
  const parts = marks.flatMap((mark) => (mark.kind === 'serializer' ? [mark.leading.length] : []))
  expect(parts.sort()).toEqual([1, 1, 1, 4])
})
