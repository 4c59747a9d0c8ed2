import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import type { Finding } from '../../src/findings/finding.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import { predict } from '../../src/prove/predict.ts'
import type { RouteMark } from '../../src/recognise/mark.ts'
import { remedyChoices } from '../../src/remedies/names.ts'
import { heap } from '../helpers/heap.ts'
import { route } from '../helpers/marks.ts'

const { snapshot, graph, node } = heap(`
  root  -> own twin other
  own    100
  twin   700
  other   30
`)
const all = remedyChoices.map(({ name }) => name)

/** What is predicted for one finding about the twin, where it is a route of these frameworks. */
function predicted(finding: Partial<Finding>, of: Partial<RouteMark>, names: readonly string[] = all) {
  const twin: RouteMark = { ...route(node.twin), ...of }
  const marks = [route(node.own), twin, route(node.other)]
  const facts = { ...heapFacts(snapshot, null).facts, marks, attribution: attribute(graph, marks) }
  const whole: Finding = {
    code: 'head-twin',
    severity: 'warning',
    count: 1,
    savingBytes: 700,
    removable: [twin],
    groups: [],
    routes: [twin],
    evidence: [],
    framework: 'fastify',
    facts: {},
    ...finding,
  }
  const { remedies, bytes, byHand } = predict(facts, [whole], names)
  return { remedies: remedies.map(({ choice }) => choice.name), bytes, byHand: byHand.length }
}

const mended = (name: string) => ({ remedies: [name], bytes: 700, byHand: 0 })
const byHand = { remedies: [], bytes: 0, byHand: 1 }

test('a finding in the words of a framework that builds on a server is mended by the remedy of the server', () => {
  expect(predicted({}, { framework: 'fastify' })).toEqual(mended('head-routes-off'))
  expect(predicted({ framework: 'nest' }, { framework: 'nest', adapter: 'fastify' })).toEqual(mended('head-routes-off'))
})

test('a finding about routes that another server answers is mended by hand, whatever its words are', () => {
  expect(predicted({ framework: 'nest' }, { framework: 'nest', adapter: 'express' })).toEqual(byHand)
  expect(predicted({}, { framework: 'nest', adapter: 'express' })).toEqual(byHand)
  expect(predicted({ framework: 'nest' }, { framework: 'nest' })).toEqual(byHand)
})

test('validators are shared where routes of the server hold them, its own or those built on it', () => {
  const repeated = { code: 'repeated-validator', framework: 'ajv' } as const
  for (const of of [{ framework: 'fastify' }, { framework: 'nest', adapter: 'fastify' }])
    expect(predicted(repeated, of)).toEqual(mended('shared-compilers'))
  expect(predicted(repeated, { framework: 'express' })).toEqual(byHand)
  expect(predicted(repeated, { framework: 'nest', adapter: 'express' })).toEqual(byHand)
})

test('what is only a note has no remedy, and neither has one that was not asked for', () => {
  expect(predicted({ severity: 'note' }, { framework: 'fastify' })).toEqual({ ...byHand, byHand: 0 })
  expect(predicted({}, { framework: 'fastify' }, ['shared-compilers'])).toEqual(byHand)
})
