import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { decodeMappings } from '../../src/capture/inside/sourceMap.ts'
import { sourcesOfMaps } from '../../src/capture/sourcesOfMaps.ts'
import { app } from './apps.ts'

const sources = {
  'src/a.ts': 'interface A { a: number }\n\nexport const first = (a: A) => {\n  return a.a\n}\n',
  'src/b.ts': "import { first } from './a.ts'\n\nexport function second() {\n  return first({ a: 1 })\n}\n",
}

/** Compiled, minified into one line, with the map beside it or in it; where `second` begins in it. */
function compiled(cwd: string, outfile: string, sourcemap: true | 'inline'): string {
  const file = join(cwd, outfile)
  buildSync({
    entryPoints: [join(cwd, 'src/b.ts')],
    bundle: true,
    format: 'esm',
    minify: true,
    outfile: file,
    sourcemap,
  })
  return `${file}:1:${readFileSync(file, 'utf8').indexOf('function') + 1}`
}

test('places in compiled JavaScript are those in the source that its map names', () => {
  const cwd = app(sources)
  for (const sourcemap of [true, 'inline'] as const)
    expect(sourcesOfMaps()(compiled(cwd, 'out/b.js', sourcemap))).toBe(`${join(cwd, 'src/b.ts')}:3:8`)
})

test('a place stays where there is no map, no source, or the file is installed', () => {
  const cwd = app(sources)
  const place = compiled(cwd, 'out/b.js', true)
  const installed = compiled(cwd, 'node_modules/p/b.js', true)
  expect(sourcesOfMaps()(installed)).toBe(installed)
  for (const other of [
    `${join(cwd, 'src/b.ts')}:3:17`,
    `${join(cwd, 'out/nowhere.js')}:1:1`,
    'node:fs:1:1',
    place.slice(0, -2),
  ])
    expect(sourcesOfMaps()(other)).toBe(other)
  rmSync(join(cwd, 'src'), { recursive: true })
  expect(sourcesOfMaps()(place)).toBe(place)
  mkdirSync(join(cwd, 'src'))
  writeFileSync(join(cwd, 'out/b.js.map'), 'no map')
  expect(sourcesOfMaps()(place)).toBe(place)
})

/** What `changed` makes of the map beside a file. */
function withMap(place: string, changed: (map: Record<string, unknown>) => object): string {
  const path = `${place.replace(/:\d+:\d+$/, '')}.map`
  writeFileSync(path, JSON.stringify(changed(JSON.parse(readFileSync(path, 'utf8')))))
  return place
}

const packaged = { ...sources, 'package.json': '{}' }

test.each([
  ['webpack', 'webpack://app/./src/', {}],
  ['webpack, a scope and a hash', 'webpack://@scope/app/./src/', {}, '?1a2b'],
  ['webpack, no namespace', 'webpack:///./src/', {}],
  ['webpack, above the folder it ran in', 'webpack://app/../src/', {}],
  ['ncc', '../src/', {}],
  ['Turbopack', 'turbopack:///[project]/src/', {}],
  ['Angular', 'ng:///src/', {}],
  ['Parcel', 'src/', { sourceRoot: '/__parcel_source_root/' }],
  ['a root that is no folder', '', { sourceRoot: '/src' }],
  ['a root of another machine', 'src/', { sourceRoot: 'https://example.com/main/' }],
])('names that begin at the folder of the bundler are found from there: %s', (_, before, more, hash = '') => {
  const cwd = app(packaged)
  const place = withMap(compiled(cwd, 'out/server/b.js', true), (map) => ({
    ...map,
    ...more,
    sources: [`${before}a.ts${hash}`, `${before}b.ts${hash}`, 'webpack/bootstrap'],
    sourcesContent: [sources['src/a.ts'], sources['src/b.ts'], 'const installed = {}'],
  }))
  expect(sourcesOfMaps()(place)).toBe(`${join(cwd, 'src/b.ts')}:3:8`)
})

const ofWebpack = ['webpack://app/./src/a.ts', 'webpack://app/./src/b.ts']

test('the folder of the bundler is the one with most of the sources as they were, and one for all of them', () => {
  const cwd = app({
    ...packaged,
    'out/src/a.ts': 'another',
    'out/src/b.ts': 'another',
    'out/server/src/b.ts': sources['src/b.ts'],
  })
  const place = withMap(compiled(cwd, 'out/server/b.js', true), (map) => ({ ...map, sources: ofWebpack }))
  expect(sourcesOfMaps()(place)).toBe(`${join(cwd, 'src/b.ts')}:3:8`)
  // Lines were counted in the text that the map has: a file of the name that has another is not that one.
  writeFileSync(join(cwd, 'src/b.ts'), `\n${sources['src/b.ts']}`)
  expect(sourcesOfMaps()(place)).toBe(place)
})

test('a map without texts has to find all sources in one folder of its package', () => {
  const cwd = app({ ...packaged, 'packages/p/package.json': '{}', 'packages/p/src/a.ts': sources['src/a.ts'] })
  const withoutTexts = (outfile: string): string =>
    withMap(compiled(cwd, outfile, true), (map) => ({ ...map, sources: ofWebpack, sourcesContent: undefined }))
  expect(sourcesOfMaps()(withoutTexts('out/server/b.js'))).toBe(`${join(cwd, 'src/b.ts')}:3:8`)
  const place = withoutTexts('packages/p/out/b.js')
  expect(sourcesOfMaps()(place)).toBe(place)
})

test('places in TypeScript that a loader of the user compiled are those in the file, by the map in what ran', async () => {
  const esbuild = pathToFileURL(createRequire(import.meta.url).resolve('esbuild')).href
  const cwd = app({
    'register.mjs': `import { register } from 'node:module'\nregister('./loader.mjs', import.meta.url)`,
    'loader.mjs': `import { readFileSync } from 'node:fs'
      import { fileURLToPath } from 'node:url'
      import esbuild from '${esbuild}'
      export async function load(url, context, next) {
        if (!url.endsWith('.ts')) return next(url, context)
        const sourcefile = fileURLToPath(url)
        const options = { loader: 'ts', sourcefile, sourcemap: 'inline', minify: true }
        const { code } = esbuild.transformSync(readFileSync(sourcefile, 'utf8'), options)
        return { format: 'module', source: code, shortCircuit: true }
      }`,
    'app.ts': `import Koa from 'koa'
import Router from '@koa/router'

interface Context { body: string }
const router = new Router()
router.get('/users', (ctx: Context) => {
  ctx.body = 'users'
})
new Koa().use(router.routes()).listen(0, '127.0.0.1')`,
  })
  const command = [process.execPath, '--import', './register.mjs', 'app.ts']
  const { routes } = await analyze({ kind: 'command', command }, { cwd })
  expect(routes.map(({ key, source }) => [key, source])).toEqual([['GET /users', 'app.ts:6:8']])
})

test('what a compiler added is at no place of the source, and TypeScript that a loader compiled has none but the file', () => {
  // The second line has no segment, and the one of the third says that what follows is of no source.
  const lines = decodeMappings('AAEE;;A')
  const sourceOf = sourcesOfMaps({ read: () => ({ sources: ['/a.ts'], lines, bytes: 100 }) })
  for (const [file, unmapped] of [
    ['/a.ts', ['/a.ts', '/a.ts']],
    ['/dist/a.js', ['/dist/a.js:2:1', '/dist/a.js:3:1']],
  ] as const) {
    expect(sourceOf(`${file}:1:1`)).toBe('/a.ts:3:3')
    expect([2, 3].map((line) => sourceOf(`${file}:${line}:1`))).toEqual(unmapped)
  }
})

test('maps that were used longest ago are dropped above a size, and places of theirs are told all the same', () => {
  const reads: string[] = []
  const read = (file: string) => {
    reads.push(file)
    return file === '/none.js' ? null : { sources: [`${file}.ts`], lines: [[0, 4, 2, 0]], bytes: 100 }
  }
  const sourceOf = sourcesOfMaps({ kept: 200, read })
  const ask = (...names: string[]) => names.map((name) => sourceOf(`/${name}:1:${reads.length + 1}`))
  expect(ask('a.js', 'b.js', 'none.js', 'a.js', 'c.js')).toEqual([
    '/a.js.ts:5:3',
    '/b.js.ts:5:3',
    '/none.js:1:3',
    '/a.js.ts:5:3',
    '/c.js.ts:5:3',
  ])
  expect(ask('a.js', 'c.js', 'none.js', 'b.js')).toEqual([
    '/a.js.ts:5:3',
    '/c.js.ts:5:3',
    '/none.js:1:5',
    '/b.js.ts:5:3',
  ])
  expect(reads).toEqual(['/a.js', '/b.js', '/none.js', '/c.js', '/b.js'])
  // What was answered is known without its map.
  sourceOf('/a.js:1:1')
  expect(reads).toHaveLength(5)
})
