import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { recognisers as frameworkRecognisers } from '../../src/frameworks/recognisers.ts'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import type { Heap } from '../../src/recognise/heap.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { isValidator, type Mark, type RouteMark, type ValidatorMark } from '../../src/recognise/mark.ts'
import { recognise } from '../../src/recognise/recognise.ts'
import { readSnapshot } from '../../src/snapshot/read.ts'
import { recognisers as validatorRecognisers } from '../../src/validators/recognisers.ts'

export interface AppHeap {
  /** What the fixture returned: the framework's own list, or nothing. */
  readonly listed: string[]
  readonly heap: Heap
  readonly marks: readonly Mark[]
}

export interface AppOptions {
  /** Bundle the fixture with everything it imports, and minify it. */
  readonly minified?: boolean
  /** Binary of another Node version. */
  readonly node?: string
  readonly env?: Record<string, string>
}

/** Runs `routes(package)` of a fixture in a process of its own, takes a heap snapshot there, and recognises it. */
export async function appHeap(fixture: string, packageName: string, options: AppOptions = {}): Promise<AppHeap> {
  const folder = mkdtempSync(join(tmpdir(), 'app-heap-'))
  try {
    const file = join(folder, 'app.heapsnapshot')
    const entry = entryText(fixture, packageName, file)
    const run = options.minified === true ? [await minified(entry, folder)] : ['--input-type=module', '--eval', entry]
    const output = execFileSync(options.node ?? process.execPath, run, {
      cwd: process.cwd(),
      env: { ...process.env, ...options.env, NODE_OPTIONS: '' },
      encoding: 'utf8',
    })
    const heap = heapView(heapGraph(await readSnapshot(file)))
    const marks = recognise(heap, [...frameworkRecognisers, ...validatorRecognisers])
    return { listed: JSON.parse(output) as string[], heap, marks }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function entryText(fixture: string, packageName: string, file: string): string {
  const fixtureUrl = pathToFileURL(join(process.cwd(), fixture)).href
  return `
    import { writeHeapSnapshot } from 'node:v8'
    import * as exports from '${packageName}'
    import { routes } from ${JSON.stringify(fixtureUrl)}
    const own = exports.default ?? exports
    const listed = await routes(exports.Hono ? exports : own.default ?? own)
    // From a fresh macrotask, so that nothing of the fixture is on the stack.
    setImmediate(() => setImmediate(() => {
      writeHeapSnapshot(${JSON.stringify(file)}, { exposeNumericValues: true })
      console.log(JSON.stringify(listed ?? []))
    }))`
}

async function minified(entry: string, folder: string): Promise<string> {
  const outfile = join(folder, 'app.mjs')
  const contents = entry.replace(/file:\/\/[^"]+/, (url) => new URL(url).pathname)
  await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
    banner: { js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);" },
  })
  writeFileSync(join(folder, 'package.json'), '{}')
  return outfile
}

/** Routes as fixtures list them, sorted: method, path, constraints; middleware has the method `USE`. */
export const routeTexts = (marks: readonly Mark[]): string[] =>
  routesOf(marks)
    .map((route) => `${route.middleware ? 'USE' : route.method} ${route.path} ${route.constraints}`.trim())
    .sort()

export const routesOf = (marks: readonly Mark[]): RouteMark[] => marks.filter((mark) => mark.kind === 'route')

export const generatedOf = (marks: readonly Mark[]): ValidatorMark[] => marks.filter(isValidator)

export const validatorsOf = (marks: readonly Mark[]): ValidatorMark[] =>
  generatedOf(marks).filter(({ kind }) => kind === 'validator')
