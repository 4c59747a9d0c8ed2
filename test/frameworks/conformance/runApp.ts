import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { build, type Plugin } from 'esbuild'
import { type IdSet, idSet } from '../../../src/attribute/newNodes.ts'
import { capture } from '../../../src/capture/run.ts'
import type { HeapFacts } from '../../../src/findings/facts.ts'
import { type FactsAndRecord, heapFacts } from '../../../src/heapFacts.ts'
import type { RecordInHeap } from '../../../src/recognise/record.ts'
import { readSnapshot } from '../../../src/snapshot/read.ts'
import { nodeBinary } from '../../helpers/nodes.ts'
import type { App } from './apps.ts'

/** What an app says of itself. Routes are texts like `GET /users/:id host:example.org`, middleware is left out. */
export interface Says {
  /** All routes in the heap, each as often as it is there: live ones, dead originals, copies. */
  readonly listed: readonly string[]
  readonly dead?: readonly string[]
  readonly shadowed?: readonly string[]
  /** By name, a live route that shows it, or why there is no such thing. */
  readonly features?: Readonly<Record<string, string | Cannot>>
}

export interface Cannot {
  readonly cannot: string
}

export interface Case {
  /** Which of the two apps of app.mjs. */
  readonly factory: 'everything' | 'clean'
  readonly node: number
  /** Bundled with all that it imports, and minified. */
  readonly minified: boolean
}

/** One app as it was found in the heap of one process. */
export interface AppInHeap {
  /** The name of the framework in its marks, as app.mjs exports it. */
  readonly framework: string
  /** Why no probe can report the routes; undefined where one has to. */
  readonly probe: Cannot | undefined
  readonly says: Says
  readonly facts: HeapFacts
  readonly record: RecordInHeap
  /** Whether the app was collected after it was dropped. */
  readonly collected: boolean
}

/** Long enough for a machine that has other things to do. */
const timeoutMs = 120_000

/** Boots an app as any user's is booted, reads its last snapshot, and lets it drop what it built. */
export async function runApp(app: App, { factory, node, minified }: Case): Promise<AppInHeap> {
  const folder = join(app.folder, '.routeheap', `${factory}-${node}${minified ? '-minified' : ''}-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  try {
    const path = join(folder, 'run.mjs')
    writeFileSync(path, entryText(app, factory, folder))
    const entry = minified ? await bundle(path) : path
    const found = await captured(entry, folder, await nodeBinary(node))
    const { framework, probe, ...says } = read<Says & Pick<AppInHeap, 'framework' | 'probe'>>(join(folder, 'says.json'))
    const { collected } = read<{ collected: boolean }>(join(folder, 'dropped.json'))
    return { framework, probe, says, facts: found.facts, record: found.record!, collected }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const entryText = (app: App, factory: Case['factory'], folder: string): string => `
  import * as app from ${JSON.stringify(join(app.folder, 'app.mjs'))}
  import { run } from ${JSON.stringify(join(import.meta.dirname, 'run.mjs'))}
  const { framework, probe } = app
  run(async () => ({ framework, probe, ...(await app.${factory}()) }), ${JSON.stringify(folder)})
`

/** What CommonJS modules take for granted is given to them in the bundle, which is an ES module. */
const commonJs = `
  import { createRequire as makeRequire } from 'node:module'
  const require = makeRequire(import.meta.url)
  const __filename = import.meta.filename, __dirname = import.meta.dirname
`

async function bundle(entry: string): Promise<string> {
  const outfile = entry.replace(/\.mjs$/, '.min.mjs')
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    // An error shows the whole line of code.
    lineLimit: 200,
    logLevel: 'silent',
    banner: { js: commonJs },
    plugins: [withoutMissingPackages],
    // Has native code, which no bundle can hold.
    external: ['dtrace-provider'],
  })
  return outfile
}

/** Packages that are not installed stay outside: frameworks ask for optional ones when they need them. */
const withoutMissingPackages: Plugin = {
  name: 'without missing packages',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...args }) => {
      if (pluginData === 'asked') return undefined
      const found = await resolve(path, { ...args, pluginData: 'asked' })
      return found.errors.length > 0 ? { path, external: true } : found
    })
  },
}

/** While a phase is read, the process waits: that is when it is told to drop the app. */
async function captured(entry: string, folder: string, node: string): Promise<FactsAndRecord> {
  const run = capture(
    { kind: 'module', path: entry },
    { cwd: folder, node, timeoutMs, readyLog: /^conformance: composed/ },
  )
  let declared: IdSet | null = null
  let found: FactsAndRecord | null = null
  try {
    for await (const { name, stream } of run) {
      if (name === 'declared') declared = idSet((await readSnapshot(stream)).nodes.id)
      else if (name === 'composed') {
        found = heapFacts(await readSnapshot(stream), declared)
        await dropped(folder)
      } else for await (const _ of stream);
    }
  } finally {
    await run.close()
  }
  return found!
}

async function dropped(folder: string): Promise<void> {
  writeFileSync(join(folder, 'drop'), '')
  for (const end = Date.now() + timeoutMs; !existsSync(join(folder, 'dropped.json')); await wait(10)) {
    if (Date.now() > end) throw new Error('drop() did not come to an end.')
  }
}

const read = <Content>(path: string): Content => JSON.parse(readFileSync(path, 'utf8')) as Content
