import { join } from 'node:path'
import { expect, test } from 'vitest'
import { analysed } from '../../src/analyze.ts'
import { predict } from '../../src/prove/predict.ts'
import { remedyChoices } from '../../src/remedies/names.ts'
import { app } from '../capture/apps.ts'

const names = remedyChoices.map(({ name }) => name)

/** Plugins with equal headers; those that add schemas have an Ajv of their own. */
const server = (adding: string) => `import { fastify } from 'fastify'
  const properties = Object.fromEntries(Array.from({ length: 20 }, (_, i) => ['x-' + i, { type: 'string', minLength: i }]))
  const app = fastify({ exposeHeadRoutes: false })
  for (let i = 0; i < 12; i++) app.register(async (plugin) => {
    if (${adding}) plugin.addSchema({ $id: 'model' + i, type: 'string' })
    plugin.get('/a', { schema: { headers: { type: 'object', properties } } }, async () => 'a')
  }, { prefix: '/p' + i })
  export default app`

test.each([
  ['i >= 0', 11, []],
  ['i < 3', 3, ['shared-compilers']],
  ['false', 0, ['shared-compilers']],
])(
  'where %s, validators of other instances are told apart, and the remedy does not promise them',
  async (adding, apart, remedies) => {
    const cwd = app({ 'app.mjs': server(adding) })
    const path = join(cwd, 'app.mjs')
    const { report, facts, findings } = await analysed({ kind: 'module', path }, { cwd })
    const at = findings.findIndex(({ code }) => code === 'repeated-validator')
    expect(findings[at]).toMatchObject({ count: 11, facts: { apart } })
    expect(report.findings[at].diff === null).toBe(apart === 11)
    const predicted = predict(facts, findings, names).remedies
    expect(predicted.map(({ choice }) => choice.name)).toEqual(remedies)
    const counted = predicted.flatMap((remedy) => remedy.findings).find(({ code }) => code === 'repeated-validator')
    expect(counted?.count ?? 0).toBe(11 - apart)
  },
)
