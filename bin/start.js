import { readFileSync, statSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

// Most of a run is over before code pays that took long to compile: less of it, and later, takes 10 to 15 % less.
// What was compiled before the app boots is still there when it is analysed.
const flags = ['--max-inlined-bytecode-size-cumulative=200', '--no-flush-bytecode']
const flagsOfNode20 = ['--no-turbo-loop-peeling', '--no-turbo-escape', '--interrupt-budget=130000']

/** What the build leaves beside a program: V8's code for it, which only the same Node.js can read. */
export const codeOf = (path) => `${path}.${process.version}-${process.arch}.cache`

/**
 * Compiles a program, or takes its code if that is not older; V8 refuses code of other flags and compiles then. `name` is
 * what stacks call it; code has the name that it was compiled with.
 */
export function compile(path, name = path) {
  for (const flag of process.versions.node.startsWith('20.') ? [...flags, ...flagsOfNode20] : flags)
    setFlagsFromString(flag)
  const code = statSync(codeOf(path), { throwIfNoEntry: false })
  const isCurrent = code !== undefined && code.mtimeMs >= statSync(path).mtimeMs
  // The build writes ASCII, which is read sooner as what it is.
  return new Script(Module.wrap(readFileSync(path, 'latin1')), {
    filename: name,
    ...(isCurrent && { cachedData: readFileSync(codeOf(path)) }),
  })
}

export function start() {
  const path = fileURLToPath(new URL('../dist/cli/main.cjs', import.meta.url))
  const module = { exports: {} }
  compile(path).runInThisContext()(module.exports, createRequire(path), module, path, dirname(path))
  module.exports.run(process)
}
