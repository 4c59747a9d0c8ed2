import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import type { HeapFacts } from '../../src/findings/facts.ts'
import { byInstance } from '../../src/findings/spareInstances.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { heap } from '../helpers/heap.ts'
import { registry, validator } from '../helpers/marks.ts'

/** Three instances of Ajv, each with the same two validators, as a function of the pool and of validators of their own. */
function threeInstances({ pooled = [], own = [] }: { pooled?: string[]; own?: string[] }) {
  const names = ['first', 'second', 'third']
  const { graph, node } = heap(`
    root -> ${names.join(' ')}
    ${names
      .map(
        (name) => `
    ${name} "Ajv" -> scope=${name}Values
    ${name}Values "ValueScope" -> _scope=${name}Scope
    ${name}Scope "Object" -> validate=${name}List
    ${name}List "Array" -> element.0=${name}A element.1=${name}B element.2=${name}Own
    ${name}A:closure "validate"
    ${name}B:closure "validate"
    ${name}Own:closure "validate"`,
      )
      .join('')}
  `)
  const groups = ['A', 'B'].map((letter) => names.map((name) => validator(node[name + letter], null)))
  const others = own.map((name) => validator(node[`${name}Own`], null))
  const instances = names.map((name) => ({
    ...registry(node[name], node[`${name}Values`]),
    library: 'ajv',
    name: 'instance',
  }))
  const scopes = names.map((name) => ({ ...registry(node[`${name}Scope`]), library: 'ajv', name: 'scope' }))
  const pool = { ...registry(), instances: pooled.map((name) => node[name]) }
  const marks = [...groups.flat(), ...others, ...instances, ...scopes, pool]
  const found = byInstance({ heap: heapView(graph), marks } as unknown as HeapFacts, groups)
  return {
    stay: found.groups.map(([first]) =>
      names.find((name) => [node[`${name}A`], node[`${name}B`]].includes(first.closure)),
    ),
    spare: found.spare.map(({ leading }) => names.find((name) => node[name] === leading[0])),
  }
}

test('instances whose validators all go are spare, and one generated all that stay', () => {
  expect(threeInstances({})).toEqual({ stay: ['first', 'first'], spare: ['second', 'third'] })
})

test('an instance that generated something else as well is not spare', () => {
  expect(threeInstances({ own: ['second'] })).toEqual({ stay: ['first', 'first'], spare: ['third'] })
})

test('what an instance of the pool generated stays, since its pool tells of it', () => {
  expect(threeInstances({ pooled: ['third'] })).toEqual({ stay: ['third', 'third'], spare: ['first', 'second'] })
})

test('instances of Ajv that one could stand in for are counted with their validators, or noted where these differ', async () => {
  const path = 'test/findings/fixtures/ajv-instances.mjs'
  const report = (exportName: string) => analyze({ kind: 'module', path }, { exportName })
  const equal = await report('equal')
  const mended = await report('mended')
  expect(equal.findings).toMatchObject([{ code: 'repeated-validator', count: 190 }])
  expect(equal.notes).toEqual([])
  // V8's code of Ajv, which ran twenty times as often, is in the background.
  const given = equal.totals.ownedBytes - mended.totals.ownedBytes
  expect(Math.abs(equal.findings[0].savingBytes / given - 1), `${given} B given`).toBeLessThan(0.02)
  expect(mended.findings.filter(({ code }) => code === 'repeated-validator')).toEqual([])

  const different = await report('different')
  expect(different.findings).toEqual([])
  expect(different.notes).toEqual([
    expect.stringMatching(/^20 instances of Ajv: all but one weigh \d{6,7} bytes beside/),
  ])
}, 120_000)

const fixture = (exportName: string) =>
  analyze({ kind: 'module', path: 'test/findings/fixtures/ajv-instances.mjs' }, { exportName })

test.each(['otherFormats', 'otherFormatsBelow', 'otherKeywords'])(
  'validators of instances with %s under one name are not equal',
  async (name) => {
    expect((await fixture(name)).findings.filter(({ code }) => code === 'repeated-validator')).toEqual([])
  },
  60_000,
)

test('patterns of one text with other flags differ, and those with the same do not', async () => {
  const flags = await fixture('otherFlags')
  expect(flags.findings.filter(({ code }) => code === 'repeated-validator')).toMatchObject([{ count: 180 }])
  const same = await fixture('sameFormats')
  const [repeated] = same.findings.filter(({ code }) => code === 'repeated-validator')
  expect(repeated.count).toBe(285)
  // The instances are counted with their validators.
  expect(same.notes).toEqual([])
}, 60_000)

test.each(['otherOptions', 'unusedFormats'])(
  'instances with %s may be there for what comes later',
  async (name) => {
    const { findings, notes } = await fixture(name)
    expect(findings).toMatchObject([{ code: 'repeated-validator', count: 190 }])
    expect(notes).toEqual([expect.stringMatching(/^20 instances of Ajv/)])
  },
  60_000,
)

test('validators that refer to each other in many ways are compared in steps, not in ways', async () => {
  const path = 'test/findings/fixtures/ajv-instances.mjs'
  const { findings } = await analyze({ kind: 'module', path }, { exportName: 'entangled' })
  const repeated = findings.find(({ code }) => code === 'repeated-validator')
  expect(repeated?.count).toBe(120)
})
