import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { CaptureOptions, CaptureSummary, PhaseCapture, Target } from '../../src/capture/capture.ts'
import { capture } from '../../src/capture/run.ts'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { heapRecord, type RecordInHeap } from '../../src/recognise/record.ts'
import { readSnapshot } from '../../src/snapshot/read.ts'

/** An app written for one test, in a folder below the repository, so that it finds the installed frameworks. */
export function app(files: Record<string, string>): string {
  const folder = join(process.cwd(), '.routeheap', 'test', randomBytes(6).toString('hex'))
  for (const [name, text] of Object.entries({ 'package.json': '{}', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What one run gave: the numbers of its phases, and the record in the heap of the last one. */
export interface Captured {
  readonly phases: readonly Omit<PhaseCapture, 'stream'>[]
  readonly names: readonly string[]
  readonly record: RecordInHeap | undefined
  /** `GET /users/:id` of every route that a probe reported. */
  readonly routes: readonly string[]
  readonly summary: CaptureSummary
}

/** Captures an app and reads its last phase. `warm` tells which one that is. */
export async function captured(target: Target | string, options: CaptureOptions): Promise<Captured> {
  const run = capture(typeof target === 'string' ? { kind: 'module', path: target } : target, options)
  const last = options.warm === undefined ? 'composed' : 'warm'
  const phases: Omit<PhaseCapture, 'stream'>[] = []
  let record: RecordInHeap | undefined
  try {
    for await (const { stream, ...phase } of run) {
      phases.push(phase)
      if (phase.name === last) record = heapRecord(heapView(heapGraph(await readSnapshot(stream))))
      else for await (const _ of stream);
    }
  } finally {
    await run.close()
  }
  const routes = (record?.routes ?? []).map(({ method, path }) => `${method} ${path}`)
  return { phases, names: phases.map(({ name }) => name), record, routes, summary: run.summary() }
}

export const command = (...words: string[]): Target => ({ kind: 'command', command: words })

/** The error that a capture ends with. */
export async function failure(target: Target | string, options: CaptureOptions): Promise<unknown> {
  try {
    await captured(target, options)
  } catch (error) {
    return error
  }
  throw new Error('It was captured without an error.')
}

/** What is left of the runs of one test: their processes, however far down, and what lies in the temporary folder. */
export interface Traces {
  /** The temporary folder of this test alone. Its name is in the environment of all processes of the run. */
  readonly folder: string
  left(): string[]
  /** Waits until nothing is left, or the time is over. */
  gone(ms: number): Promise<void>
}

/** Gives this test a temporary folder of its own, and looks at what is left. */
export function traces(): Traces {
  const { TMPDIR } = process.env
  const folder = mkdtempSync(join(tmpdir(), 'capture-test-'))
  process.env.TMPDIR = folder
  onTestFinished(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    rmSync(folder, { recursive: true, force: true })
  })
  const left = () => [...processesWith(`TMPDIR=${folder}`), ...readdirSync(folder)]
  return {
    folder,
    left,
    async gone(ms) {
      for (const end = Date.now() + ms; left().length > 0 && Date.now() < end; ) await wait(20)
    },
  }
}

function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(text))
    .map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`)
    .filter((line) => !/^\d+ $/.test(line))
}

function read(path: string): string {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  } catch {
    return ''
  }
}
