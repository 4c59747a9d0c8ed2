import { expect, test } from 'vitest'
import { ownersOf } from '../../src/attribute/attribution.ts'
import { partColumn, partNames } from '../../src/attribute/parts.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import { appHeap } from '../helpers/appHeap.ts'

test('functions that a router generated belong to routers and routes, with their code and its text', async () => {
  const { heap } = await appHeap('test/frameworks/fixtures/fastify.mjs', 'fastify')
  const { facts } = heapFacts(heap.graph.snapshot, null)
  const { attribution } = facts
  const column = partColumn(facts.heap, attribution, facts.marks)
  const closures = Array.from({ length: heap.graph.nodeCount }, (_, node) => node).filter(
    (node) => heap.type(node) === 'closure' && /^_(createParamsObject|getHandler)/.test(heap.name(node)),
  )
  const generated = closures.filter((node) => heap.generatedBy(node) !== undefined)
  expect(generated.length).toBeGreaterThan(10)
  for (const closure of generated) {
    const owners = [...ownersOf(attribution, attribution.ownerSet[closure])].map((at) => attribution.owners[at].kind)
    expect(owners.length).toBeGreaterThan(0)
    expect(owners.every((kind) => kind === 'router' || kind === 'route')).toBe(true)
    const [shared, source] = [heap.sharedFunction(closure)!, heap.source(closure)!]
    expect([shared, source].map((node) => partNames[column[node]])).toEqual(['bytecode', 'sourceText'])
  }
}, 60_000)
