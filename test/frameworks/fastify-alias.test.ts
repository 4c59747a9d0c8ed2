import { expect, test } from 'vitest'
import { findAliasRoutes } from '../../src/findings/aliasRoute.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import { appHeap } from '../helpers/appHeap.ts'

test.each(['fastify', 'fastify4'])(
  '%s: routes that answer otherwise are no aliases, equal settings are',
  async (name) => {
    const { heap } = await appHeap('test/frameworks/fixtures/fastify-alias.mjs', name)
    const [{ routes }] = findAliasRoutes(heapFacts(heap.graph.snapshot, null).facts)
    expect(routes.map(({ path }) => path)).toEqual(['/alike/', '/plain/', '/root/'])
  },
)
