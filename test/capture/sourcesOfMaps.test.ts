import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'
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
