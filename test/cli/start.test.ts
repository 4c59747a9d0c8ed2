import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'routeheap-start-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** In a process of its own: V8's flags hold for the whole process. */
const run = (code: string): unknown => {
  const imported = `import { compile, keepCode } from ${JSON.stringify(resolve('bin/start.js'))}\n`
  const args = ['--input-type=module', '-e', `${imported}${code}`]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

test('V8 takes the code that the build left beside the command line', () => {
  expect(run(`console.log(compile(${JSON.stringify(resolve('dist/cli/main.cjs'))}).cachedDataRejected)`)).toBe(false)
})

test('stacks say where the command line is', () => {
  const path = resolve('dist/cli/main.cjs')
  const stack = run(`const module = { exports: {} }
    compile(${JSON.stringify(path)}).runInThisContext()(module.exports, (await import('node:module')).createRequire(${JSON.stringify(path)}), module, ${JSON.stringify(path)})
    const failing = { get argv() { throw new Error('here') } }
    try { await module.exports.run(failing); console.log('""') } catch ({ stack }) { console.log(JSON.stringify(stack)) }`)
  expect(stack).toContain(`(${path}:`)
})

test('stacks say where a copy of the command line is', () => {
  const copy = realpathSync(mkdtempSync(join(folder, 'copy-')))
  for (const name of ['bin', 'dist', 'package.json']) cpSync(name, join(copy, name), { recursive: true })
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
  const broken = "process.argv.slice = () => { throw new Error('lost') }"
  const start = `import { start } from ${JSON.stringify(join(copy, 'bin', 'start.js'))}\n${broken}\nstart()`
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', start], { encoding: 'utf8' })
  expect(stderr).toMatch(/this is a bug in routeheap.*Error: lost/s)
  expect(stderr).toContain(`(${join(copy, 'dist', 'cli', 'main.cjs')}:`)
  expect(stderr).not.toContain(resolve('dist'))
})

describe('code of a program', () => {
  const path = join(folder, 'program.cjs')
  const result = () =>
    run(`
      const module = { exports: {} }
      const script = compile(${JSON.stringify(path)})
      script.runInThisContext()(module.exports, null, module)
      console.log(JSON.stringify({ exported: module.exports, isRefused: script.cachedDataRejected ?? null }))`)
  const keep = () => run(`keepCode(${JSON.stringify(path)}); console.log(0)`)
  const codeFile = () => join(folder, readdirSync(folder).find((name) => name.endsWith('.cache'))!)

  test('is taken where it is kept', () => {
    writeFileSync(path, 'module.exports = 1')
    expect(result()).toEqual({ exported: 1, isRefused: null })
    keep()
    expect(result()).toEqual({ exported: 1, isRefused: false })
  })

  test('is left where the program is another one, though as long, which is all that V8 compares', () => {
    writeFileSync(path, 'module.exports = 2')
    expect(result()).toEqual({ exported: 2, isRefused: null })
  })

  test('is left where it is damaged, cut or empty, which would end the process', () => {
    keep()
    const code = readFileSync(codeFile())
    const damaged = Buffer.from(code)
    for (let at = 100; at < damaged.length; at += 7) damaged[at] ^= 0x5a
    for (const bytes of [damaged, code.subarray(0, code.length >> 1), code.subarray(0, 4), Buffer.alloc(0)]) {
      writeFileSync(codeFile(), bytes)
      expect(result()).toEqual({ exported: 2, isRefused: null })
    }
  })
})
