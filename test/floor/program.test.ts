import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Guard } from '../../src/capture/guard.ts'
import { prepared } from '../../src/floor/program.ts'

test.each([
  ['apps/api/app.mjs', 'apps/api/app.mjs'],
  ['../other/app.mjs', 'app.mjs'],
  ['/srv/home/app.mjs', 'app.mjs'],
])('the program %s is told as %s: no document says where a home is', async (path, name) => {
  const cwd = join(import.meta.dirname, 'nowhere')
  const side = { target: { kind: 'module', path }, remedies: null } as const
  const { subject } = await prepared(side, { cwd }, { folder: cwd } as Guard)
  expect(subject).toEqual({ kind: 'app', name })
})
