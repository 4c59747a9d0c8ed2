import { expect, test } from 'vitest'
import { appHeap } from '../helpers/appHeap.ts'

test.each([
  ['yes', 0],
  ['no', 20],
])('schemas of zod are known where generating code is forbidden: %s, %i generated', async (jitless, generated) => {
  const { marks } = await appHeap('test/validators/fixtures/jitless.mjs', 'zod', { env: { JITLESS: jitless } })
  const ofZod = marks.filter((mark) => 'library' in mark && mark.library === 'zod')
  expect(ofZod.filter(({ kind }) => kind === 'schema')).toHaveLength(20)
  expect(ofZod.filter(({ kind }) => kind === 'validator')).toHaveLength(generated)
})
