import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

// Most of a run is over before code pays that took long to compile: less of it, and later, takes 10 to 15 % less.
// What was compiled before the app boots is still there when it is analysed.
const flags = ['--max-inlined-bytecode-size-cumulative=200', '--no-flush-bytecode']
const flagsOfNode20 = ['--no-turbo-loop-peeling', '--no-turbo-escape', '--interrupt-budget=130000']

/** V8's code of a program, beside it: only the same Node.js can read it. */
const codePath = (path) => `${path}.${process.version}-${process.arch}.cache`

/** Checksums of the program and of the code stand before the code, since V8 ends the process where code is damaged. */
const headerBytes = 8

/**
 * Compiles a program, or takes the code that was kept of it; V8 refuses code of other flags and compiles then. `name` is
 * what stacks call the program; kept code has the name that it was compiled with.
 */
export function compile(path, name = path) {
  for (const flag of process.versions.node.startsWith('20.') ? [...flags, ...flagsOfNode20] : flags)
    setFlagsFromString(flag)
  const program = readFileSync(path)
  // The build writes ASCII, which is read sooner as what it is.
  return new Script(Module.wrap(program.toString('latin1')), { filename: name, cachedData: keptCode(path, program) })
}

/** Keeps the code of all functions of a program, so that runs neither parse nor compile them. */
export function keepCode(path, name) {
  rmSync(codePath(path), { force: true })
  setFlagsFromString('--no-lazy')
  const script = compile(path, name)
  setFlagsFromString('--lazy')
  const code = script.createCachedData()
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32LE(crc32(readFileSync(path)), 0)
  header.writeUInt32LE(crc32(code), 4)
  writeFileSync(codePath(path), Buffer.concat([header, code]))
}

function keptCode(path, program) {
  if (!existsSync(codePath(path))) return undefined
  const file = readFileSync(codePath(path))
  const code = file.subarray(headerBytes)
  if (code.length === 0 || file.readUInt32LE(0) !== crc32(program) || file.readUInt32LE(4) !== crc32(code))
    return undefined
  return code
}

export function start() {
  const path = fileURLToPath(new URL('../dist/cli/main.cjs', import.meta.url))
  const module = { exports: {} }
  compile(path).runInThisContext()(module.exports, createRequire(path), module, path, dirname(path))
  module.exports.run(process)
}
