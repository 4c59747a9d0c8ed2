import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Place, placeOf, plainPlace, type ServerEvent } from '../capture/ask.ts'
import { freePort } from '../capture/environment.ts'
import type { Guard } from '../capture/guard.ts'
import { runFolderVariable } from '../capture/inside/config.ts'
import type { ReceivedEvent } from '../capture/inside/event.ts'
import { type AppProcess, launch } from '../capture/launch.ts'
import { collectOutput, type Output } from '../capture/output.ts'
import { readEvents } from '../capture/pipe.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import { becomesHealthy, type HealthResult } from './health.ts'
import type { Enclosure } from './limits.ts'
import { processTree } from './processTree.ts'
import type { Program } from './program.ts'
import type { Health, ProcessEntry, Trial, Usage } from './result.ts'

/** What is the same in all trials of a program. */
export interface TrialOptions {
  readonly program: Program
  readonly guard: Guard
  readonly health: Health
  readonly port: number
  readonly readyLog: RegExp | null
  readonly signal: AbortSignal
}

/** One attempt, and what only the first ones are asked for. */
export interface Attempt {
  readonly trial: Trial
  /** Empty where it was not healthy. */
  readonly processes: readonly ProcessEntry[]
  readonly said: ReadonlyMap<ReceivedEvent['type'], ReceivedEvent>
  readonly ending: Ending | null
  readonly output: Output
}

const lastWordsMs = 200

interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/**
 * Starts the program inside of the enclosure, waits until it is healthy or cannot be any more, and ends it. Nothing of
 * it runs and nothing lies about when this settles. Throws only where it was aborted or nothing could be started.
 */
export async function attempt(
  { program, guard, health, port, readyLog, signal }: TrialOptions,
  enclosure: Enclosure,
  limitBytes: Bytes | null,
  timeoutMs: number,
): Promise<Attempt> {
  const name = `trial-${randomBytes(6).toString('hex')}`
  const folder = join(guard.folder, name)
  mkdirSync(folder, { mode: 0o700 })
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...program.config, port }))
  const said = new Map<ReceivedEvent['type'], ReceivedEvent>()
  const events = await follow(guard, name, said, program)
  const handed = await freePort(port)
  signal.throwIfAborted()

  const startedAt = performance.now()
  const nodeOptions = `${program.env.NODE_OPTIONS ?? ''} ${enclosure.nodeOptions}`.trim()
  const env = { ...program.env, PORT: String(handed), [runFolderVariable]: folder, NODE_OPTIONS: nodeOptions }
  const child = launch(enclosure.words(program.command), program.cwd, env, guard)
  const root = child.pid ?? 0
  let ready = readyLog === null
  const output = collectOutput(child.stdout, child.stderr, (line) => {
    ready ||= readyLog?.test(line) === true
  })
  let ending: Ending | null = null
  const ended = once(child, ['error', 'exit']).then(([code, signal]) => {
    ending = { code, signal }
  })
  const closed = once(child, ['error', 'close'])

  try {
    const result = await becomesHealthy(
      health,
      {
        place: () => (ready ? placeIn(said, handed) : null),
        over: () => ending !== null || said.has('noApp') || signal.aborted || enclosure.usage(root).oomKills > 0,
      },
      startedAt + timeoutMs,
    )
    signal.throwIfAborted()
    const usage = enclosure.usage(root)
    const isHealthy = 'healthyAt' in result && usage.oomKills === 0 && ending === null
    // What a process says last may still be in the pipe.
    if (!isHealthy) await Promise.race([closed, wait(lastWordsMs)])
    const reason = isHealthy ? { reason: null, detail: null } : why(result, ending, usage, output)
    return {
      trial: {
        limitBytes,
        ok: isHealthy,
        ...reason,
        bootMs: 'healthyAt' in result ? Math.round(result.healthyAt - startedAt) : null,
        peakBytes: usage.peakBytes,
        anonBytes: isHealthy ? usage.anonBytes : null,
        fileBytes: isHealthy ? usage.fileBytes : null,
      },
      processes: isHealthy ? processTree(root, enclosure.members(root), server(said)?.pid ?? null) : [],
      said,
      ending,
      output,
    }
  } finally {
    killGroup(child)
    await enclosure.close()
    await ended
    const socket = said.get('socket')
    // The next trial listens there again.
    if (socket?.type === 'socket' && lstatSync(socket.path, { throwIfNoEntry: false })?.isSocket())
      rmSync(socket.path, { force: true })
    child.stdout.destroy()
    child.stderr.destroy()
    events.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Collects what the processes say, the first of each kind, and compiles what they ask for. */
async function follow(
  guard: Guard,
  name: string,
  said: Map<ReceivedEvent['type'], ReceivedEvent>,
  { cache }: Program,
): Promise<{ destroy(): void }> {
  const pipe = await guard.pipe(`${name}/events`)
  return readEvents(pipe, (event) => {
    if (!said.has(event.type)) said.set(event.type, event)
    if (event.type === 'socket') guard.socket(event.path)
    if (event.type === 'compile')
      void cache?.compile(event.path, event.key, join(guard.folder, name, `${event.key}.err`))
  })
}

const server = (said: ReadonlyMap<ReceivedEvent['type'], ReceivedEvent>) =>
  (said.get('listening') ?? said.get('socket')) as ServerEvent | undefined

/** What is no Node process says nothing: it is asked at the port that it was handed. */
function placeIn(said: ReadonlyMap<ReceivedEvent['type'], ReceivedEvent>, handed: number): Place {
  const event = server(said)
  return event === undefined ? plainPlace(handed) : placeOf(event)
}

/** The code and the signal that it ended with, at the first of these events. */
const once = (child: AppProcess, events: readonly ('error' | 'exit' | 'close')[]) =>
  new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    for (const event of events)
      child.once(event, (code: unknown, signal: unknown) =>
        resolve(typeof code === 'object' ? [null, signal as NodeJS.Signals | null] : [code as number, null]),
      )
  })

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function why(
  result: HealthResult,
  ending: Ending | null,
  usage: Usage,
  { errorLines }: Output,
): Pick<Trial, 'reason' | 'detail'> {
  if (usage.oomKills > 0) return { reason: 'oom', detail: 'the kernel killed it' }
  if (errorLines.some((line) => /heap out of memory|Reached heap limit|Zone Allocation failed/.test(line)))
    return { reason: 'heap-limit', detail: 'V8 reached its heap limit' }
  if (ending?.signal != null) return { reason: 'killed', detail: ending.signal }
  if (ending !== null) return { reason: 'exited', detail: `exit code ${ending.code}` }
  const problem = 'problem' in result ? result.problem : null
  const listened = 'listened' in result && result.listened
  return { reason: listened ? 'unhealthy' : 'never-listened', detail: problem }
}
