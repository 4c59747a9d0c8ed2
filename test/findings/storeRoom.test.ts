import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { HeapFacts } from '../../src/findings/facts.ts'
import { findShadowedRoutes } from '../../src/findings/shadowedRoute.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import { appHeap } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/polka-slash.mjs'
const folder = join(process.cwd(), 'test/frameworks/conformance/apps/polka/0.5/package.json')
const polka = createRequire(folder).resolve('polka')
const factsOf = async (again: string) => {
  const { heap } = await appHeap(fixture, polka, { env: { AGAIN: again } })
  return heapFacts(heap.graph.snapshot, null).facts
}

/** What is registered twice as often makes V8 compile what registers it. */
function bytesWithoutCode({ heap, attribution }: HeapFacts): number {
  const { nodes, meta } = heap.graph.snapshot
  const code = meta.nodeTypes.indexOf('code')
  return nodes.selfSize.reduce(
    (sum, size, node) => (nodes.type[node] === code ? sum - size : sum),
    attribution.reachableBytes,
  )
}

test('the tables of a polka app become smaller with shadowed routes: what is told is what a heap without them lacks', async () => {
  const [without, again] = [await factsOf('false'), await factsOf('true')]
  const [finding] = findShadowedRoutes(again)
  expect(finding).toMatchObject({ count: 60 })
  const lacks = bytesWithoutCode(again) - bytesWithoutCode(without)
  expect(Math.abs(finding.savingBytes / lacks - 1)).toBeLessThan(0.05)
})
