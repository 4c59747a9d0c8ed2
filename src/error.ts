import { bootCases } from './error/bootCases.ts'
import { type Case, indented } from './error/case.ts'

const draftHint =
  'Schemas of draft 7 can be priced, "$schema": "http://json-schema.org/draft-07/schema#". One of another draft can be too, without "$schema", where it has only keywords of draft 7.'

/**
 * Everything that can go wrong in a way that the user can do something about. One row a case: the exit code, what
 * happened, and what to do next. A case that is not in this table is a bug of ours and keeps its stack.
 */
const cases = {
  'file-not-found': {
    exitCode: 2,
    message: (d: { path: string; instead?: string }) => `No such file: ${d.path}`,
    hint: (d: { instead?: string }) =>
      d.instead === undefined
        ? 'Check the path, and the folder that it begins in.'
        : `It is below --cwd, and paths begin where the command is typed: name it as ${d.instead}`,
  },
  'folder-not-found': {
    exitCode: 2,
    message: (d: { path: string }) => `No such folder: ${d.path}`,
    hint: () => 'Check --cwd: it is the folder that the app runs in.',
  },
  'not-a-snapshot': {
    exitCode: 4,
    message: (d: { path: string; reason: string; remedy?: string | undefined }) =>
      `${d.path} is not a V8 heap snapshot: ${d.reason}`,
    hint: (d: { remedy?: string | undefined }) =>
      d.remedy ?? 'Write one with v8.writeHeapSnapshot(), node --heapsnapshot-signal=SIGUSR2, or Chrome DevTools.',
  },
  'snapshot-truncated': {
    exitCode: 4,
    message: (d: { path: string; reason: string }) => `${d.path} ends too early: ${d.reason}`,
    hint: () => 'The process was probably killed, or the disk was full, while it was written. Capture it again.',
  },
  'snapshot-corrupted': {
    exitCode: 4,
    message: (d: { path: string; reason: string }) => `${d.path} is damaged: ${d.reason}`,
    hint: () => 'The file contradicts itself. Capture it again, or copy it again in binary mode.',
  },
  'snapshot-too-large': {
    exitCode: 4,
    message: (d: { path: string; bytes: number }) => `${d.path} needs ${d.bytes} bytes for one table, and got none`,
    hint: () => 'Read it on a machine, or in a container, with more memory.',
  },
  'file-unreadable': {
    exitCode: 2,
    message: (d: { path: string; reason: string }) => `${d.path} cannot be read: ${d.reason}`,
    hint: () => 'Name a file, and one that you may read: snapshots are written for their owner alone.',
  },
  'link-loop': {
    exitCode: 2,
    message: (d: { path: string }) => `${d.path} cannot be read: its symbolic links lead around in a circle.`,
    hint: () => 'Name the file itself: ls -l says where a link leads.',
  },
  'schema-not-compiled': {
    exitCode: 2,
    message: (d: { reason: string }) => `The schema cannot be compiled: ${d.reason}`,
    hint: (d: { reason: string }) => {
      if (/no schema with key or ref "https?:\/\/json-schema\.org\//.test(d.reason)) return draftHint
      if (d.reason.includes('unknown keyword')) return `Take out what is no keyword of validation. ${draftHint}`
      return 'A file with one whole JSON schema is expected; what it refers to by $ref must be inside of it.'
    },
  },
  'wrong-usage': {
    exitCode: 2,
    message: (d: { problem: string; hint: string }) => d.problem,
    hint: (d: { hint: string }) => d.hint,
  },
  'unknown-input': {
    exitCode: 2,
    message: (d: { path: string }) => `${d.path} is neither an app, a heap snapshot nor a saved report.`,
    hint: () =>
      'Give a module (.ts, .js, .mjs, .cjs), a .heapsnapshot or a command after `--`; to diff and explain also a report that analyze --json printed.',
  },
  'report-given': {
    exitCode: 2,
    message: (d: { path: string }) => `${d.path} is a report that was saved before, not an app or a snapshot.`,
    hint: (d: { path: string }) => `To show it again: routeheap report ${d.path}`,
  },
  'folder-given': {
    exitCode: 2,
    message: (d: { path: string; missing: string | null; suggestion: string }) =>
      d.missing === null
        ? `${d.path} is a folder, and it does not say which module is the app.`
        : `${d.path} is a folder, and its package.json names ${d.missing}, which is not there.`,
    hint: (d: { missing: string | null; suggestion: string }) =>
      d.missing === null ? d.suggestion : `Build it first, if a build makes it.\n${d.suggestion}`,
  },
  'manifest-damaged': {
    exitCode: 2,
    message: (d: { path: string; reason: string }) => `${d.path} cannot be read: ${d.reason}`,
    hint: () => 'Correct it, or name the module that is the app.',
  },
  'not-a-report': {
    exitCode: 2,
    message: (d: { path: string; reason: string }) => `${d.path} is not a report of routeheap: ${d.reason}`,
    hint: () => 'Save one with `routeheap analyze <app> --json > report.json`.',
  },
  'unknown-route': {
    exitCode: 2,
    message: (d: { route: string; similar: readonly string[] }) => `No route ${d.route} in this report.`,
    hint: (d: { similar: readonly string[] }) =>
      d.similar.length > 0
        ? `Did you mean ${d.similar.join(' or ')}?`
        : 'A route is named as in the report: GET /users/:id',
  },
  'output-not-writable': {
    exitCode: 2,
    message: (d: { path: string; reason: string }) => `Cannot write ${d.path}: ${d.reason}`,
    hint: () => 'Choose another place with --out PATH.',
  },
  'disk-full': {
    exitCode: 4,
    message: (d: { path: string }) => `No space left to write ${d.path}. Nothing of it was kept.`,
    hint: () => 'Make room, or choose another disk with --out PATH.',
  },
  'output-failed': {
    exitCode: 4,
    message: (d: { reason: string }) => `Cannot write the result: ${d.reason}`,
    hint: () => 'Look at where the output of the command goes to.',
  },
  'env-file-missing': {
    exitCode: 2,
    message: (d: { path: string; reason: string }) => `Cannot read the env file ${d.path}: ${d.reason}`,
    hint: () => 'Check --env-file.',
  },
  'port-in-use': {
    exitCode: 3,
    message: (d: { port: number; reason: string }) => `Port ${d.port} of 127.0.0.1 is in use: ${d.reason}`,
    hint: () => 'Leave out the port, and any free one is used.',
  },
  'socket-in-use': {
    exitCode: 3,
    message: (d: { reason: string }) => `The Unix socket that the app listens at is there already: ${d.reason}`,
    hint: () => 'End what listens there. If nothing does, a process that was killed left it: remove the file.',
  },
  'no-run-folder': {
    exitCode: 4,
    message: (d: { path: string }) => `Cannot make ${d.path}, with named pipes in it.`,
    hint: () => 'Set TMPDIR to a folder that can be written; `sh` and `mkfifo` must be installed.',
  },
  'node-not-found': {
    exitCode: 2,
    message: (d: { path: string }) => `No Node binary at ${d.path}.`,
    hint: () => 'Give the path of an executable with --node.',
  },
  'not-node': {
    exitCode: 2,
    message: (d: { path: string }) => `${d.path} is not Node: it does not answer --version with a version of Node.`,
    hint: () => 'Give the path of a Node binary with --node.',
  },
  'node-too-old': {
    exitCode: 3,
    message: (d: { version: string }) => `The app runs on Node ${d.version}.`,
    hint: () => 'Node 20.19 or newer is needed. Choose another binary with --node.',
  },
  'command-not-found': {
    exitCode: 2,
    message: (d: { command: string }) => `Command not found: ${d.command}`,
    hint: () => 'Give a command that starts the app after `--`.',
  },
  'engine-missing': {
    exitCode: 4,
    message: (d: { reason: string }) => `v8-profiler-next cannot be loaded from the project: ${d.reason}`,
    hint: () => 'Install and build it there (it does not build on Node 26), or leave out --engine.',
  },
  ...bootCases,
  'keep-not-writable': {
    exitCode: 2,
    message: (d: { path: string; reason: string }) => `Cannot keep snapshots in ${d.path}: ${d.reason}`,
    hint: () => 'Choose a folder that you may write to.',
  },
  'keep-disk-full': {
    exitCode: 4,
    message: (d: { path: string }) => `No space left to write ${d.path}. Nothing of it was kept.`,
    hint: () => 'Make room, or keep the snapshots on another disk.',
  },
  'capture-interrupted': {
    exitCode: 4,
    message: (d: { reason: string }) => `The snapshot was not written to its end: ${d.reason}.`,
    hint: () => 'The app may have run out of memory: a snapshot needs several times its heap. Capture it again.',
  },
  'never-healthy': {
    exitCode: 3,
    message: (d: { path: string; checks: number; seconds: number; problem: string; lines: readonly string[] }) =>
      `${d.path} did not pass ${d.checks} health checks in a row within ${d.seconds} s, without any limit: ${d.problem}.${indented(d.lines)}`,
    hint: () => 'Choose what to ask with --health PATH, and how long to wait with --timeout and --check-timeout.',
  },
  'no-floor': {
    exitCode: 4,
    message: (d: { path: string; mebibytes: number; reason: string }) =>
      `${d.path} is healthy without a limit, but was not in ${d.mebibytes} MiB: ${d.reason}.`,
    hint: () => 'Look at the trials with --json, or give it more time with --timeout.',
  },
  'no-memory-limit': {
    exitCode: 5,
    message: (d: { reasons: readonly string[]; advice: string }) =>
      `No memory limit can be set on a process here.${indented(d.reasons)}`,
    hint: (d: { advice: string }) =>
      `${d.advice}\nOr search for V8's heap limit instead, which needs no privilege: --approx`,
  },
} satisfies Record<string, Case<never>>

export type ErrorCode = keyof typeof cases
type DetailsOf<Code extends ErrorCode> = Parameters<(typeof cases)[Code]['message']>[0]

/** An error with a next step. Printed without a stack; `exitCode` is what the process should end with. */
export class RouteheapError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'RouteheapError'
  readonly code: Code
  readonly hint: string
  readonly exitCode: 2 | 3 | 4 | 5

  constructor(code: Code, details: DetailsOf<Code>, options?: ErrorOptions) {
    const row = cases[code] as unknown as Case<DetailsOf<Code>>
    super(row.message(details), options)
    this.code = code
    this.hint = row.hint(details)
    this.exitCode = row.exitCode
  }
}
