import { expect, test } from 'vitest'
import { edits as fastify } from '../../src/frameworks/fastify/edits.ts'
import { edits as graphql } from '../../src/frameworks/graphql/edits.ts'
import { edits as nest } from '../../src/frameworks/nest/edits.ts'
import { codeFrame } from '../../src/report/codeFrame.ts'
import { declaration } from '../../src/report/declaration.ts'
import { findingSource } from '../../src/report/findingEntries.ts'
import { unifiedDiff } from '../../src/report/unifiedDiff.ts'
import { webAddress } from '../../src/repository.ts'
import { route, validator } from '../helpers/marks.ts'

test('a declaration is found where the module makes it, and not where one of its functions does', () => {
  const text = [
    "import { a } from './a.ts'",
    'export const leaves = a()',
    'function build() {',
    '  const leaves = 1',
    '  return leaves',
    '}',
    'let [first, second] = leaves',
    'export { build as made }',
  ].join('\n')
  expect(declaration(text, 'leaves')).toEqual({ line: 2, column: 14 })
  expect(declaration(text, 'second')).toEqual({ line: 7, column: 13 })
  expect(declaration(text, 'made')).toEqual({ line: 8, column: 19 })
  expect(declaration(text, 'leav')).toBeUndefined()
  expect(declaration('var x = 1\nvar x = 2', 'x')).toBeUndefined()
  expect(declaration('const b = 1\nexports.b = b\n', 'module.exports.b')).toEqual({ line: 2, column: 9 })
  expect(declaration('a()\nexport default app', 'default')).toEqual({ line: 2, column: 8 })
})

test('a code frame is the lines around a place of a file that may be read, and nothing else', () => {
  const textOf = (file: string) => (file === 'a.ts' ? `1\n2\n${'x'.repeat(900)}\n4\n5\n6\n` : null)
  const frame = codeFrame('a.ts:3:1', textOf)
  expect(frame).toMatchObject({ file: 'a.ts', first: 1, line: 3 })
  expect(frame?.lines.map((line) => line.length)).toEqual([1, 1, 161, 1, 1])
  expect(codeFrame('b.ts:3:1', textOf)).toBeNull()
  expect(codeFrame('a.ts:99:1', textOf)).toBeNull()
  expect(codeFrame('a.ts', textOf)).toBeNull()
})

test('a finding is where the first of what it is about has a place, the telling one before all', () => {
  const routes = [1, 2, 3, 4].map((node) => route(node))
  const asked: number[] = []
  const sourceIn = (places: Record<number, string>, evidence: number[], removable = routes) => {
    asked.length = 0
    const sourceOf = ({ leading }: { readonly leading: readonly number[] }) => {
      asked.push(leading[0])
      return places[leading[0]] ?? null
    }
    return findingSource(sourceOf, { evidence, removable, groups: [], routes })
  }
  expect(sourceIn({ 2: 'b.ts:2:1', 3: 'c.ts:3:1' }, [3])).toBe('c.ts:3:1')
  expect(asked).toEqual([3])
  expect(sourceIn({ 2: 'b.ts:2:1', 3: 'c.ts:3:1' }, [1])).toBe('b.ts:2:1')
  expect(asked).toEqual([1, 1, 2])
  expect(sourceIn({ 4: 'd.ts:4:1' }, [9], [])).toBe('d.ts:4:1')
  expect(findingSource(() => null, { evidence: [9], removable: [validator(9, null)], groups: [], routes })).toBeNull()
})

test('equal things have the same place whichever of them stays', () => {
  const [a, b, c] = [1, 2, 3].map((node) => route(node))
  const places: Record<number, string> = { 1: 'b.ts:2:1', 2: 'a.ts:3:1' }
  const sourceOf = ({ leading }: { readonly leading: readonly number[] }) => places[leading[0]] ?? null
  const sourceIn = (...group: (typeof a)[]) =>
    findingSource(sourceOf, {
      evidence: [group[0].leading[0]],
      removable: group.slice(1),
      groups: [[c], group],
      routes: [],
    })
  expect(sourceIn(a, b, c)).toBe('a.ts:3:1')
  expect(sourceIn(b, a, c)).toBe('a.ts:3:1')
  expect(sourceIn(c, a, b)).toBe('a.ts:3:1')
})

const mended = (text: string, code: string, library = '') => {
  const found = { ...fastify, ...graphql }[code](text, library)
  return found === null ? null : unifiedDiff('app.ts', text, found)
}

test('a diff is given where one call says what to change', () => {
  const app = "import Fastify from 'fastify'\n\nconst app = Fastify({ logger: true })\n"
  expect(mended(app, 'head-twin')).toBe(
    "--- a/app.ts\n+++ b/app.ts\n@@ -1,3 +1,3 @@\n import Fastify from 'fastify'\n \n" +
      '-const app = Fastify({ logger: true })\n+const app = Fastify({ exposeHeadRoutes: false, logger: true })\n',
  )
  expect(mended(app, 'repeated-validator', 'ajv')).toContain(
    "@@ -1,3 +1,4 @@\n import Fastify from 'fastify'\n+import { sharedCompilers } from 'routeheap/fastify'\n",
  )
  const schema = "import { buildSchema } from 'graphql'\nexport const schema = buildSchema(types)\n"
  expect(mended(schema, 'ast-locations')).toContain('+export const schema = buildSchema(types, { noLocation: true })\n')
})

test('Nest on Fastify gets the option where its adapter is made', () => {
  const app =
    "import { FastifyAdapter } from '@nestjs/platform-fastify'\n" +
    'const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter())\n'
  const lines = nest['head-twin'](app, 'nest')
  expect(lines === null ? null : unifiedDiff('main.ts', app, lines)).toContain(
    '+const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter({ exposeHeadRoutes: false }))\n',
  )
  expect(nest['head-twin']("import { FastifyAdapter } from './mine.ts'\nnew FastifyAdapter()\n", 'nest')).toBeNull()
})

test('no diff is given where the file does not say for certain', () => {
  const twice = "import Fastify from 'fastify'\nconst a = Fastify()\nconst b = Fastify()\n"
  const quoted = "import Fastify from 'fastify'\nconst a = Fastify({ prefix: ')' })\n"
  const foreign = "import Fastify from './mine.ts'\nconst a = Fastify()\n"
  const inText = 'import Fastify from \'fastify\'\nconsole.log("Fastify()")\n'
  for (const text of [twice, quoted, foreign, inText, '']) expect(mended(text, 'head-twin')).toBeNull()
})

test('compilers are shared only where they compile what is repeated, and the app sets no other one after them', () => {
  const app = "import Fastify from 'fastify'\nconst app = Fastify()\n"
  expect(mended(app, 'repeated-validator', 'typebox')).toBeNull()
  expect(mended(app, 'repeated-serializer', 'fast-json-stringify')).toContain('sharedCompilers()')
  const own = app.replace('Fastify()', 'Fastify().setValidatorCompiler(compile)')
  expect(mended(own, 'repeated-validator', 'ajv')).toBeNull()
  expect(mended(own, 'repeated-serializer', 'fast-json-stringify')).toContain(
    'Fastify(sharedCompilers()).setValidatorCompiler(compile)',
  )
})

test('only http(s) addresses come out of what a package says of its repository', () => {
  expect(webAddress('git+https://user:pw@github.com/a/b.git')).toBe('https://github.com/a/b')
  expect(webAddress('github:a/b')).toBe('https://github.com/a/b')
  expect(webAddress('a/b')).toBe('https://github.com/a/b')
  expect(webAddress('git@gitlab.com:a/b.git')).toBe('https://gitlab.com/a/b')
  for (const bad of ['javascript:alert(1)', 'file:///etc', '', undefined, 'ftp://x/y'])
    expect(webAddress(bad)).toBeNull()
})
