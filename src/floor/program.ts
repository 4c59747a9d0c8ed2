import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Target } from '../capture/capture.ts'
import { checkFolder } from '../capture/checkInput.ts'
import { readEnvFile } from '../capture/environment.ts'
import type { Guard } from '../capture/guard.ts'
import type { InsideConfig, RemediesConfig } from '../capture/inside/config.ts'
import { checkCommand, nodeBinary, withNode } from '../capture/launch.ts'
import { preloadConfig } from '../capture/preloadConfig.ts'
import { type CompileCache, compileCache } from '../capture/typescript/cache.ts'
import { RouteheapError } from '../error.ts'
import { builtFile } from '../installed.ts'
import { nameFrom } from '../subject.ts'
import type { FloorOptions } from './floor.ts'
import type { Floor } from './result.ts'

/** The programs that are bundled for the app's processes. */
const [plain, remedied] = [builtFile('preloadPlain.cjs'), builtFile('preloadFloor.cjs')]

/** What is started in every trial. */
export interface Program {
  readonly subject: Floor['subject']
  readonly command: readonly string[]
  readonly cwd: string
  /** Without what differs from trial to trial: port, folder, and `NODE_OPTIONS` of the limit. */
  readonly env: NodeJS.ProcessEnv
  readonly config: InsideConfig
  readonly cache: CompileCache | null
  readonly notes: readonly string[]
}

/** Throws for what can be known to be wrong before anything is started. */
export function checkProgram(target: Target, options: FloorOptions): void {
  if (!existsSync(plain)) throw new Error(`${plain} is missing: run \`npm run build\` first.`)
  checkFolder(options)
  const cwd = resolve(options.cwd ?? process.cwd())
  if (target.kind === 'command') checkCommand(target.command, cwd)
  else if (!statSync(resolve(cwd, target.path), { throwIfNoEntry: false })?.isFile())
    throw new RouteheapError('file-not-found', { path: target.path })
}

/** What is started, and the remedies that are loaded with it, be it to act or not; null where none are. */
export interface Side {
  readonly target: Target
  readonly remedies: RemediesConfig | null
}

/** Makes the program ready: TypeScript is compiled here, so that no trial has to. */
export async function prepared({ target, remedies }: Side, options: FloorOptions, guard: Guard): Promise<Program> {
  const inside = remedies === null ? plain : remedied
  const cwd = resolve(options.cwd ?? process.cwd())
  const entry = target.kind === 'module' ? resolve(cwd, target.path) : null
  const cache = entry !== null && /\.([cm]?ts|tsx|jsx)$/.test(entry) ? compileCache(entry, guard.folder) : null
  await cache?.fill(entry!)
  const env = { ...(options.envFile === undefined ? {} : readEnvFile(resolve(cwd, options.envFile))), ...process.env }
  return {
    subject: subjectOf(target, cwd, remedies?.act === true ? ', with remedies' : ''),
    command: target.kind === 'module' ? [nodeBinary(options), '--require', inside, entry!] : target.command,
    cwd,
    // A command may start Node at any depth, so it goes to all; a module starts as one process, and what that one
    // starts is its own business.
    env:
      target.kind === 'module'
        ? env
        : { ...withNode(env, options, guard.folder), NODE_OPTIONS: withRequire(inside, env.NODE_OPTIONS) },
    config: { ...preloadConfig(options, cwd, entry, cache, false), readyByLog: false, remedies },
    cache,
    notes: [
      'What keeps servers on 127.0.0.1 and tells where they listen takes about 1 MB of each Node process, floor included.',
      ...(remedies === null ? [] : ['What applies remedies is loaded in both, and in both floors.']),
      ...(cache === null
        ? []
        : [
            ...cache.compiler.notes,
            'TypeScript was compiled before; the loader that hands it out runs in the process and is in the floor.',
          ]),
    ],
  }
}

function subjectOf(target: Target, cwd: string, addition: string): Floor['subject'] {
  if (target.kind === 'command') return { kind: 'command', name: `${target.command.join(' ')}${addition}` }
  return { kind: 'app', name: `${nameFrom(resolve(cwd, target.path), [cwd])}${addition}` }
}

const withRequire = (file: string, options = ''): string =>
  `${options} --require "${file.replaceAll(/["\\]/g, '\\$&')}"`.trim()
