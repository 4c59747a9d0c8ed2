import { expect, test } from 'vitest'
import { equalValidators } from '../../src/findings/equalValidators.ts'
import type { ValidatorMark } from '../../src/recognise/mark.ts'
import { appHeap } from '../helpers/appHeap.ts'

const fixture = 'test/validators/fixtures/fast-json-stringify.mjs'
const packages = ['fast-json-stringify', './node_modules/fastify4/node_modules/fast-json-stringify/index.js']

test.each(packages)('each function that %s returned is one serializer, and equal ones are told', async (name) => {
  const { marks, heap } = await appHeap(fixture, name)
  const serializers = marks.filter((mark): mark is ValidatorMark => mark.kind === 'serializer')
  expect(serializers.length).toBe(8)
  expect(new Set(serializers.map(({ closure }) => heap.script(closure))).size).toBe(8)

  // The Ajv of a serializer is a part of it, not a registry.
  expect(marks.filter((mark) => mark.kind === 'registry')).toEqual([])
  expect(serializers.map(({ leading }) => leading.length).sort()).toEqual([1, 1, 1, 4, 4, 4, 4, 4])

  // Their codes differ in the number of a name, and only the schema behind that name tells the third one from the two.
  const groups = equalValidators(heap, serializers)
  expect(groups.map((group) => group.map(({ leading }) => leading.length))).toEqual([
    [4, 4],
    [4, 4],
  ])
  const texts = serializers.flatMap(({ source, leading }) => (leading.length === 4 ? [heap.string(source!)!] : []))
  expect(new Set(texts).size).toBe(5)
  expect(new Set(texts.map((text) => text.replace(/__fjs_\w+_\d+/g, ''))).size).toBe(2)
})
