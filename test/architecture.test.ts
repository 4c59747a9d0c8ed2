import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../src', import.meta.url))

/**
 * Who may import whom. A folder may always import itself. `types` may be imported with `import type` only: what is
 * written there takes a value of the other folder and runs none of its code. The types of snapshot/snapshot.ts (a byte,
 * a node) are everybody's.
 */
const layers: Record<string, { runs?: readonly string[]; types?: readonly string[] }> = {
  error: {},
  capture: { runs: ['error', 'installed'] },
  snapshot: { runs: ['error', 'installed', 'pipePieces'] },
  graph: { runs: ['installed', 'snapshot'] },
  recognise: { runs: ['graph', 'snapshot'], types: ['capture'] },
  // The two files are the columns and how to read one.
  frameworks: { runs: ['graph/graph', 'recognise', 'snapshot/snapshot'], types: ['capture'] },
  validators: { runs: ['graph/graph', 'recognise', 'snapshot/snapshot'], types: ['capture'] },
  liveness: { runs: ['graph', 'recognise', 'snapshot'] },
  attribute: { runs: ['graph', 'recognise', 'liveness', 'snapshot'] },
  findings: { runs: ['attribute', 'graph', 'liveness', 'recognise', 'snapshot'], types: ['diff'] },
  diff: { runs: ['report/bytes'], types: ['attribute', 'report'] },
  report: {
    runs: [
      'attribute',
      'diff',
      'findings',
      'installed',
      'liveness',
      'recognise/mark',
      'recognise/toolMark',
      'snapshot/snapshot',
    ],
    types: ['floor', 'prove', 'recognise'],
  },
  cli: { runs: ['index', 'error', 'installed', 'pipePieces', 'report'], types: ['index', 'analyze'] },
  price: { runs: ['error', 'installed'], types: ['snapshot'] },
  floor: { runs: ['capture', 'error', 'installed', 'subject'], types: ['prove'] },
  // What users run in their apps: it stands alone.
  remedies: { types: ['capture'] },
  prove: { runs: ['*'] },
  installed: {},
  pipePieces: {},
  index: { runs: ['*'] },
  heapFacts: { runs: ['*'] },
  repository: { types: ['report'] },
  userFiles: {},
  subject: { types: ['capture', 'report'] },
  phases: { types: ['capture', 'report'], runs: ['snapshot'] },
  notes: { types: ['capture'], runs: ['findings'] },
  uncompared: { runs: ['findings', 'recognise/mark'] },
  analyze: { runs: ['*'] },
  analysis: { runs: ['*'] },
  keepSnapshots: { runs: ['*'] },
  verify: { runs: ['*'] },
  floorWithRemedies: { runs: ['*'] },
  preload: { runs: ['capture/inside', 'frameworks'] },
  preloadFloor: { runs: ['capture/inside', 'remedies'] },
  preloadPlain: { runs: ['capture/inside'] },
  preloadProve: { runs: ['capture/inside', 'frameworks', 'remedies'] },
}

const files = sourceFiles(root)

test('the parts import each other as the table says, and in no other way', () => {
  const wrong = files.flatMap((file) => {
    const from = layerOf(file)
    const allowed = layers[from]
    if (allowed === undefined) return [`${from}: not in the table`]
    return importsOf(file)
      .filter(({ to, typeOnly }) => !isAllowed(allowed, from, to, typeOnly))
      .map(({ to, typeOnly }) => `${relative(root, file)} ${typeOnly ? 'has types of' : 'runs'} ${relative(root, to)}`)
  })
  expect(wrong).toEqual([])
})

test('what runs inside the app imports nothing of ours but itself', () => {
  const inside = files.filter((file) => relative(root, file).startsWith(join('capture', 'inside')))
  const outside = inside.flatMap((file) =>
    importsOf(file)
      .filter(({ to }) => !relative(root, to).startsWith(join('capture', 'inside')))
      .map(({ to }) => `${relative(root, file)} imports ${relative(root, to)}`),
  )
  expect(inside.length).toBeGreaterThan(0)
  expect(outside).toEqual([])
})

test('the page sees the document and nothing else of the program', () => {
  const page = files.filter((file) => relative(root, file).startsWith(join('report', 'page', sep)))
  const others = page.flatMap((file) =>
    importsOf(file)
      .filter(
        ({ to, typeOnly }) => !relative(root, to).startsWith(join('report', 'page', sep)) && !isDocument(to, typeOnly),
      )
      .map(({ to }) => `${relative(root, file)} imports ${relative(root, to)}`),
  )
  expect(page.length).toBeGreaterThan(0)
  expect(others).toEqual([])
})

/** The types of the documents, and what writes sizes and words the same way in all formats. */
function isDocument(to: string, typeOnly: boolean): boolean {
  const path = relative(root, to).replaceAll('\\', '/')
  const packing = ['report/pack/columns.ts', 'report/pack/restore.ts']
  const documents = [
    ...packing,
    'report/evidence.ts',
    'report/report.ts',
    'diff/difference.ts',
    'prove/proof.ts',
    'floor/result.ts',
  ]
  if ([...documents, 'snapshot/snapshot.ts'].includes(path)) return typeOnly
  const alike = [
    'bytes',
    'words',
    'floorWords',
    'proofWords',
    'printable',
    'places',
    'siblings',
    'validatorGroups',
    'waterfall',
  ]
  return alike.some((name) => path === `report/${name}.ts`)
}

/** Where the remedies are put in the words of each framework, and an example of what can be typed into a filter. */
const namingFrameworks = ['report/findingWords.ts', 'report/page/filter.ts']

test('a framework is named in its own folder, the registries and the words of remedies, nowhere else', () => {
  const frameworks = ['fastify', 'koa', 'hono', 'find-my-way', 'express', 'nestjs', 'hapi']
  const named = files
    .filter((file) => !['frameworks', 'validators', 'remedies'].includes(layerOf(file)))
    .filter((file) => !namingFrameworks.includes(relative(root, file).replaceAll('\\', '/')))
    .flatMap((file) => {
      const code = withoutComments(readFileSync(file, 'utf8')).replace(/@fastify\/ajv-compiler/g, '')
      const found = frameworks.filter((name) => new RegExp(`\\b${name}\\b`, 'i').test(code))
      return found.map((name) => `${relative(root, file)}: ${name}`)
    })
  expect(named).toEqual([])
})

test('no file is longer than 250 lines', () => {
  const long = files
    .map((file) => ({ file: relative(root, file), lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > 250)
  expect(long).toEqual([])
})

test('no folder is called after what anything could be put into', () => {
  const vague = /^(utils?|helpers?|common|shared|misc|lib|core|types)$/
  const folders = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => vague.test(entry.name.replace(/\.ts$/, '')))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  expect(folders).toEqual([])
})

test('only the command line writes to the console or ends the process', () => {
  const writing = files
    .filter((file) => !['cli', 'preload', 'capture'].includes(layerOf(file)))
    .filter((file) => /\bconsole\.|\bprocess\.(exit|stdout|stderr)\b/.test(withoutComments(readFileSync(file, 'utf8'))))
  expect(writing.map((file) => relative(root, file))).toEqual([])
})

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** `graph` of src/graph/flood.ts, `index` of src/index.ts. */
const layerOf = (file: string) => relative(root, file).split(/[\\/]/)[0].replace(/\.ts$/, '')

function isAllowed(
  { runs = [], types = [] }: (typeof layers)[string],
  from: string,
  to: string,
  typeOnly: boolean,
): boolean {
  const layer = layerOf(to)
  const path = relative(root, to).replaceAll('\\', '/').replace(/\.ts$/, '')
  if (layer === from || runs.includes('*')) return true
  if (runs.some((part) => path === part || path.startsWith(`${part}/`))) return true
  return typeOnly && (path === 'snapshot/snapshot' || types.includes(layer))
}

/** Relative imports of a file, `import type` and imports whose every name is a type told apart. */
function importsOf(file: string): { to: string; typeOnly: boolean }[] {
  const code = withoutComments(readFileSync(file, 'utf8'))
  const statements = code.matchAll(/^\s*(import|export)\s([^'"]*?)\s*from\s*['"](\.[^'"]+)['"]/gms)
  const dynamic = code.matchAll(/(typeof )?import\(\s*['"](\.[^'"]+)['"]/g)
  return [
    ...[...statements].map(([, , names, to]) => ({ to: resolve(dirname(file), to), typeOnly: areTypes(names) })),
    ...[...dynamic].map(([, typeOf, to]) => ({ to: resolve(dirname(file), to), typeOnly: typeOf !== undefined })),
  ]
}

function areTypes(names: string): boolean {
  if (/^type\s/.test(names)) return true
  const list = /^\{(.*)\}$/s
    .exec(names)?.[1]
    .split(',')
    .map((name) => name.trim()) ?? ['value']
  return list.filter((name) => name !== '').every((name) => name.startsWith('type '))
}

const withoutComments = (code: string) => code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
