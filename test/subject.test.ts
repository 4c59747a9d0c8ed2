import { sep } from 'node:path'
import { expect, test } from 'vitest'
import { subjectOf } from '../src/subject.ts'

test.skipIf(sep === '\\')('a backslash in the name of a folder is a part of it', () => {
  const { name } = subjectOf({ kind: 'module', path: '/apps/back\\slash/app.ts' }, { cwd: '/apps' }, null)
  expect(name).toBe('back\\slash/app.ts')
})
