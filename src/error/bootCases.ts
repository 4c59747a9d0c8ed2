import { type Case, type Failed, indented } from './case.ts'

/** A module that starts others, as a command. */
const asCommand = (path: string) =>
  `routeheap analyze -- node ${/\.[cm]?tsx?$|\.jsx$/.test(path) ? '--import tsx ' : ''}${path}`
const patience = 'raise --timeout, or say with --ready-log which line of its output means that it is ready.'

/** For TypeScript that Node cannot run by itself. */
const compiledHere =
  'Analyze the module itself, which is compiled then: routeheap analyze main.ts\nOr start it with the loader that it runs with: routeheap analyze -- node --import tsx main.ts'

/** What to do about errors of Node's loaders of modules, which no environment mends. */
function ofNode({ errorCode, message }: { errorCode: string | null; message: string }): string | null {
  if (errorCode === 'ERR_REQUIRE_ASYNC_MODULE' || errorCode === 'ERR_REQUIRE_ESM')
    return 'Load that module with import() instead of require(), or make the one that requires it an ES module.'
  if (errorCode === 'ERR_INVALID_PACKAGE_CONFIG') return 'Correct that package.json: it is no valid JSON.'
  if (errorCode !== 'ERR_UNKNOWN_FILE_EXTENSION') return null
  return /extension "\.([cm]?ts|[jt]sx)"/.test(message)
    ? `Node cannot run TypeScript there. ${compiledHere}`
    : 'Node cannot load such files. Start it with the loader that it runs with: routeheap analyze -- node --import LOADER app.js'
}

/** The code of an error that was printed at the end, as Node prints one. */
const codeIn = (lines: readonly string[]): string | null => /^\s+code: '(\w+)',?$/m.exec(lines.join('\n'))?.[1] ?? null

/** Rows of the table for apps that did not boot. */
export const bootCases = {
  'app-threw': {
    exitCode: 3,
    message: (
      d: Failed & { message: string; errorCode: string | null; missingArguments: number; called: string | null },
    ) =>
      `${d.path} threw ${d.called === null ? 'while it booted' : `after routeheap called its ${d.called}`}${
        d.place === null ? '' : ` at ${d.place}`
      }: ${d.message}${indented(d.lines)}`,
    hint: (d: { message: string; errorCode: string | null; missingArguments: number; called: string | null }) =>
      ofNode(d) ??
      (d.missingArguments > 0
        ? `It was called as a factory, and takes ${d.missingArguments} more ${d.missingArguments === 1 ? 'argument' : 'arguments'}: --args gives them, as JSON. If it is none, export the app itself, or analyze the command that starts it: routeheap analyze -- npm start`
        : d.called !== null
          ? 'If it wants other arguments, export the app itself, or analyze the command that starts it: routeheap analyze -- npm start\nElse, does it need an environment file (--env-file) or a database?'
          : 'It must boot by itself first. Does it need an environment file (--env-file) or a database?'),
  },
  'app-stack-overflow': {
    exitCode: 3,
    message: (d: Failed & { message: string }) =>
      `${d.path} ran out of stack while it booted${d.place === null ? '' : ` at ${d.place}`}: ${d.message}${indented(d.lines)}`,
    hint: () =>
      'If it boots by itself it needs more here, where its functions stay bytecode. A command can have more: routeheap analyze -- node --stack-size=6000 app.js\nElse a function calls itself without an end.',
  },
  'app-syntax': {
    exitCode: 3,
    message: (d: { path: string; place: string | null; message: string }) =>
      `${d.path} cannot be compiled${d.place === null ? '' : `, at ${d.place}`}: ${d.message}`,
    hint: (d: { message: string }) =>
      d.message.includes('not supported in strip-only mode')
        ? `Node leaves types out there, and compiles nothing. ${compiledHere}\nWhere Node has it, --experimental-transform-types does as well.`
        : 'Correct the syntax, or the name that is imported, and run it again.',
  },
  'tsconfig-unresolved': {
    exitCode: 3,
    message: (d: { path: string; reason: string }) => `${d.path} cannot be used: ${d.reason}`,
    hint: () => 'Correct it or what it extends, or install the package that it extends.',
  },
  'app-exited': {
    exitCode: 3,
    message: (d: Failed & { code: number | null; signal: string | null }) =>
      `${d.path} ended before it was ready, with ${d.signal === null ? `exit code ${d.code}` : d.signal}${
        d.place === null ? '' : `, called at ${d.place}`
      }.${indented(d.lines)}`,
    hint: (d: { lines: readonly string[] }) =>
      ofNode({ errorCode: codeIn(d.lines), message: d.lines.join('\n') }) ??
      'It must boot by itself first. Does it need an environment file (--env-file) or arguments?',
  },
  'app-ended-warm': {
    exitCode: 3,
    message: (d: Failed & { code: number | null; signal: string | null; asked: { path: string; answered: boolean } }) =>
      `${d.path} ended with ${d.signal === null ? `exit code ${d.code}` : d.signal}${
        d.place === null ? '' : ` at ${d.place}`
      } ${d.asked.answered ? 'after it answered' : 'while it answered'} GET ${d.asked.path}.${indented(d.lines)}`,
    hint: (d: { asked: { path: string } }) =>
      `Leave ${d.asked.path} out of --warm, or mend what ends the app when it is asked for it.`,
  },
  'preload-denied': {
    exitCode: 3,
    message: (d: { path: string; permission: string; folder: string }) =>
      `${d.path} runs with Node's permission model, which does not give the preload of routeheap ${d.permission}.`,
    hint: (d: { folder: string }) =>
      `Leave out --permission while it is analysed, or allow what the preload needs: --allow-fs-read='*' --allow-fs-write='${d.folder}/*', and before Node 22.15 --allow-worker`,
  },
  'app-out-of-memory': {
    exitCode: 3,
    message: (d: { path: string; reason: string }) => `${d.path} ran out of memory before it was ready: ${d.reason}`,
    hint: () => 'Raise the limit of its heap, in megabytes: NODE_OPTIONS=--max-old-space-size=4096',
  },
  'module-missing': {
    exitCode: 3,
    message: (d: { path: string; message: string; withYarn: string | null }) =>
      `${d.path} needs a module that is not there: ${d.message}`,
    hint: (d: { withYarn: string | null }) =>
      d.withYarn === null
        ? 'Install the dependencies of the app, and run it from its folder.'
        : `Only Yarn finds packages there (Plug'n'Play), so start it with Yarn: routeheap analyze -- ${d.withYarn}\nIf it is not found then either, add it to the dependencies.`,
  },
  'app-never-listened': {
    exitCode: 3,
    message: (d: { path: string; exports: readonly string[]; classes: boolean; seen: string }) =>
      `${d.path} ran to its end, and neither listens nor exports an app${
        d.exports.length === 0 ? ' (it exports nothing)' : ` (it exports ${d.exports.join(', ')})`
      }.`,
    hint: (d: { classes: boolean }) =>
      `Export the app or a factory${d.classes ? ', not a class' : ''}, or name the export with --export.`,
  },
  'boot-timeout': {
    exitCode: 3,
    message: (d: { path: string; seconds: number; seen: string; childRuns: boolean; lines: readonly string[] }) =>
      `${d.path} was not ready after ${d.seconds} s: ${d.seen}.${indented(d.lines)}`,
    hint: (d: { path: string; childRuns: boolean }) =>
      d.childRuns
        ? `If the app is in that process, start it as a command: ${asCommand(d.path)}\nElse ${patience}`
        : `${patience[0].toUpperCase()}${patience.slice(1)}`,
  },
  'export-not-an-app': {
    exitCode: 3,
    message: (d: { path: string; name: string; exports: readonly string[] }) =>
      `The export ${d.name} of ${d.path} is no app. It exports ${d.exports.length === 0 ? 'nothing' : d.exports.join(', ')}.`,
    hint: () => 'Name the export that holds the app or its factory with --export.',
  },
  'factory-without-app': {
    exitCode: 3,
    message: (d: { path: string; name: string }) => `The factory ${d.name} of ${d.path} did not return an app.`,
    hint: () => 'Return the app from it, or choose another export with --export; arguments go in with --args.',
  },
  'app-in-workers': {
    exitCode: 3,
    message: (d: { path: string; workers: 'processes' | 'threads' }) =>
      `${d.path} starts ${d.workers === 'threads' ? 'worker threads' : 'worker processes (cluster)'}, and those are the app.`,
    hint: (d: { path: string; workers: 'processes' | 'threads' }) =>
      d.workers === 'threads'
        ? 'A thread has a heap of its own, which is not looked at: analyse the file that the thread runs.'
        : `Start it as a command, to analyse one of them: ${asCommand(d.path)}`,
  },
} satisfies Record<string, Case<never>>
