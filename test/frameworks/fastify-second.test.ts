import { expect, test } from 'vitest'
import { findDeadRouteTrees } from '../../src/findings/deadRouteTree.ts'
import { reclaimableBytes } from '../../src/findings/reclaimable.ts'
import { findRepeatedValidators } from '../../src/findings/repeatedValidator.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import { appHeap } from '../helpers/appHeap.ts'

const factsOf = async (name: string, env: Record<string, string>) => {
  const { heap } = await appHeap('test/frameworks/fixtures/fastify-second.mjs', name, { env })
  return heapFacts(heap.graph.snapshot, null).facts
}

test.each([
  ['fastify', {}],
  ['fastify', { SCHEMAS: '1' }],
  ['fastify4', { SCHEMAS: '1' }],
] as const)(
  '%s: of an instance that none dispatches to all goes, as a boot without it measures %j',
  async (name, env) => {
    const [alone, both] = [await factsOf(name, env), await factsOf(name, { ...env, SECOND: '1' })]
    expect(findDeadRouteTrees(alone)).toEqual([])
    const [dead, ...others] = findDeadRouteTrees(both)
    expect(others).toEqual([])
    expect(dead).toMatchObject({ count: 100, facts: { routers: 1, liveRoutes: 100 } })
    const measured = both.attribution.reachableBytes - alone.attribution.reachableBytes
    expect(Math.abs(dead.savingBytes / measured - 1)).toBeLessThan(0.05)
    // Its validators go with it, and are counted once.
    expect(reclaimableBytes(both, [dead, ...findRepeatedValidators(both)])).toBe(dead.savingBytes)
  },
  120_000,
)
