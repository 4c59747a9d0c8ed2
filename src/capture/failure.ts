import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { RouteheapError } from '../error.ts'
import type { CaptureSummary } from './capture.ts'
import { deniedPreload } from './deniedPreload.ts'
import type { ReceivedEvent } from './inside/event.ts'
import { lastLines, markedPlace, placeIn } from './lastLines.ts'
import type { Output } from './output.ts'
import type { Warming } from './warm.ts'

/** All that is known when an app did not get ready. */
export interface Ending {
  readonly what: string
  readonly cwd: string
  readonly code: number | null
  readonly signal: string | null
  /** What the preload said, the last of each kind. */
  readonly said: ReadonlyMap<ReceivedEvent['type'], ReceivedEvent>
  readonly output: Output
  readonly frameworks: CaptureSummary['frameworks']
  readonly listening: CaptureSummary['listening']
  /** The line of its output that was waited for. */
  readonly readyLog: RegExp | null
  /** Turns `file:line:column` of compiled code into the place in its source. */
  readonly original: (place: string) => string
}

type Said<Type extends ReceivedEvent['type']> = Extract<ReceivedEvent, { type: Type }> | undefined

const oldestNode = [20, 19]

/** Whether that version of Node.js is older than what the preload needs. */
export function isTooOld(version: string): boolean {
  const [major, minor] = version.split('.').map(Number)
  return major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])
}

/** Why the app's process ended before it was ready, as an error that says what to do. */
export function endedEarly(ending: Ending): RouteheapError {
  const { what, said, code, signal } = ending
  const denied = deniedPreload(ending.output.errorLines)
  if (denied !== null) return new RouteheapError('preload-denied', { path: what, ...denied })
  const failed = said.get('failed') as Said<'failed'>
  if (failed !== undefined) return threw(ending, failed)
  const noApp = said.get('noApp') as Said<'noApp'>
  if (noApp !== undefined) return notAnApp(ending, noApp)
  const refused = said.get('listenFailed') as Said<'listenFailed'>
  if (refused?.code === 'EADDRINUSE' && ending.listening.length === 0) return addressInUse(refused.message)
  const idle = said.get('idle') as Said<'idle'>
  if (idle !== undefined && code === 0)
    return new RouteheapError('app-never-listened', {
      path: what,
      exports: idle.exports,
      classes: idle.classes,
      seen: seen(ending),
    })
  const fatal = ending.output.errorLines.find((line) => /^FATAL ERROR: .*out of memory/.test(line))
  if (fatal !== undefined)
    return new RouteheapError('app-out-of-memory', { path: what, reason: fatal.replace('FATAL ERROR: ', '') })
  const syntaxAt = ending.output.errorLines.findIndex((line) => /^SyntaxError\b/.test(line))
  if (syntaxAt >= 0 && isOfCompiling(ending.output.errorLines.slice(syntaxAt)))
    return new RouteheapError('app-syntax', {
      path: what,
      place: stackPlace(ending.output.errorLines, ending),
      message: ending.output.errorLines[syntaxAt],
    })
  const exit = said.get('exit') as Said<'exit'>
  return new RouteheapError('app-exited', {
    path: what,
    code: code ?? exit?.code ?? null,
    signal,
    place: exit?.stack == null ? null : stackPlace(exit.stack.split('\n'), ending),
    lines: lastLines(ending),
  })
}

/** Why the app's process ended after it was ready: be it while a snapshot of it was written, or by what it was asked for. */
export function endedLate(ending: Ending, { asked }: Warming): RouteheapError {
  const { what, said, code, signal } = ending
  if (asked === null || (said.get('snapshot') as Said<'snapshot'>)?.phase === 'warm')
    return new RouteheapError('capture-interrupted', { reason: 'the process of the app ended' })
  const stack = ((said.get('failed') ?? said.get('exit')) as Said<'failed' | 'exit'>)?.stack
  return new RouteheapError('app-ended-warm', {
    path: what,
    code,
    signal,
    asked,
    place: stack == null ? null : stackPlace(stack.split('\n'), ending),
    lines: lastLines(ending),
  })
}

/** What an error of the app means. */
export function threw(ending: Ending, failed: Extract<ReceivedEvent, { type: 'failed' }>): RouteheapError {
  const { what } = ending
  const stack = failed.stack.split('\n')
  const lines = [...ending.output.errorLines, ...stack]
  const message = failed.message.split('\n')[0]
  if (failed.code === 'MODULE_NOT_FOUND' || failed.code === 'ERR_MODULE_NOT_FOUND')
    return new RouteheapError('module-missing', { path: what, message, withYarn: withYarn(ending) })
  if (failed.code === 'EADDRINUSE') return addressInUse(message)
  if (failed.name === 'SyntaxError' && isOfCompiling(stack))
    return new RouteheapError('app-syntax', { path: what, place: stackPlace(lines, ending), message: failed.message })
  if (message.includes('Maximum call stack size exceeded'))
    return new RouteheapError('app-stack-overflow', {
      path: what,
      place: stackPlace(stack, ending),
      message,
      lines: lastLines(ending),
    })
  return new RouteheapError('app-threw', {
    path: what,
    place: stackPlace(stack, ending),
    message: `${failed.name}: ${failed.message}`,
    errorCode: failed.code,
    lines: lastLines(ending),
    missingArguments: (ending.said.get('serving') as Said<'serving'>)?.missing ?? 0,
    called: (ending.said.get('calling') as Said<'calling'>)?.call ?? null,
  })
}

/** The command that starts the app where only Yarn finds its packages; null elsewhere, or where it is no matter of Node. */
function withYarn({ what, cwd }: Ending): string | null {
  const isModule = existsSync(resolve(cwd, what))
  if (!isModule && !what.startsWith('node ')) return null
  for (let folder = isModule ? dirname(resolve(cwd, what)) : resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.pnp.cjs'))) return `yarn ${isModule ? 'node ' : ''}${what}`
    if (folder === dirname(folder)) return null
  }
}

function addressInUse(reason: string): RouteheapError {
  const port = /:(\d+)$/.exec(reason)?.[1]
  if (port === undefined) return new RouteheapError('socket-in-use', { reason })
  return new RouteheapError('port-in-use', { port: Number(port), reason })
}

export function notAnApp(
  { what }: Ending,
  { reason, detail, exports }: Extract<ReceivedEvent, { type: 'noApp' }>,
): RouteheapError {
  if (reason === 'workers') return new RouteheapError('app-in-workers', { path: what, workers: 'processes' })
  if (reason === 'factory') return new RouteheapError('factory-without-app', { path: what, name: detail })
  return new RouteheapError('export-not-an-app', { path: what, name: detail, exports })
}

/** The app runs, but did not get ready in time. */
export function neverReady(ending: Ending, timeoutMs: number): RouteheapError {
  if (ending.said.has('threadListens') && ending.readyLog === null)
    return new RouteheapError('app-in-workers', { path: ending.what, workers: 'threads' })
  return new RouteheapError('boot-timeout', {
    path: ending.what,
    seconds: timeoutMs / 1000,
    seen: seen(ending),
    childRuns: ending.listening.length === 0 && childRuns(ending),
    lines: lastLines(ending),
  })
}

const childRuns = ({ said }: Pick<Ending, 'said'>): boolean =>
  (said.get('children') as Said<'children'>)?.running === true

function seen({ said, frameworks, listening, readyLog }: Ending): string {
  const names = frameworks.map(({ name, version }) => `${name} ${version ?? ''}`.trim())
  const addresses = listening.map(({ host, port }) => `${host}:${port}`)
  const facts = [
    ...(said.has('hello') ? [] : ['no Node process started']),
    ...(names.length > 0 ? [`loaded ${names.join(', ')}`] : []),
    ...(said.has('loaded') ? ['its module ran to the end'] : []),
    addresses.length === 0
      ? 'no server listens'
      : `listens on ${addresses.join(', ')}${readyLog === null ? ', where nothing takes HTTP requests yet' : ''}`,
    ...(listening.length === 0 && childRuns({ said }) ? ['a process that it started runs'] : []),
    ...(readyLog === null ? [] : [`no line of its output matches ${readyLog}`]),
  ]
  return facts.join('; ')
}

/**
 * Whether a SyntaxError is of a module that could not be compiled or linked: then a loader of modules threw it, Node's or
 * ours. JSON.parse and its like have no place, and below them is who called them.
 */
function isOfCompiling(stack: readonly string[]): boolean {
  const frames = stack.filter((line) => /^\s+at /.test(line))
  const innermost = frames.find((line) => !line.endsWith('(<anonymous>)')) ?? ''
  return frames.length === 0 || /node:internal[\\/]modules[\\/]|[\\/]dist[\\/]preload\w*\.cjs/.test(innermost)
}

/** The first place of a stack or message that is in the user's own files. */
function stackPlace(lines: readonly string[], { cwd, original }: Ending): string | null {
  for (const [i, line] of lines.entries()) {
    const found = placeIn.exec(line)
    if (found === null || /node_modules|node:|[\\/]dist[\\/]preload\w*\.cjs/.test(found[0])) continue
    return relative(cwd, markedPlace(line, lines[i + 2] ?? '', original) ?? original(found[1]))
  }
  return null
}
