import { expect, test } from 'vitest'
import { findRepeatedSchemas } from '../../src/findings/repeatedSchema.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import { appHeap } from '../helpers/appHeap.ts'

test("Fastify's copies of one headers schema are told apart from what the app wrote", async () => {
  const { heap } = await appHeap('test/frameworks/fixtures/fastify-headers.mjs', 'fastify')
  const found = findRepeatedSchemas(heapFacts(heap.graph.snapshot, null).facts)
  expect(found.map(({ framework, count }) => [framework, count])).toEqual([['fastify', 29]])
}, 60_000)
