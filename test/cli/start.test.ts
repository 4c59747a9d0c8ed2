import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'routeheap-start-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** In a process of its own: V8's flags hold for the whole process. */
const run = (code: string): unknown => {
  const imported = `import { codeOf, compile } from ${JSON.stringify(resolve('bin/start.js'))}\n`
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

test('code that is older than its program is not run', () => {
  const path = join(folder, 'program.cjs')
  writeFileSync(path, 'module.exports = 1')
  const result = () =>
    run(`
      const module = { exports: {} }
      compile(${JSON.stringify(path)}).runInThisContext()(module.exports, null, module)
      console.log(module.exports)`)
  run(`import { writeFileSync } from 'node:fs'
    const script = compile(${JSON.stringify(path)})
    writeFileSync(codeOf(${JSON.stringify(path)}), script.createCachedData())
    console.log(0)`)
  // As long as before, which is all that V8 compares of a source.
  writeFileSync(path, 'module.exports = 2')
  const hour = 3600
  utimesSync(path, Date.now() / 1000 - hour, Date.now() / 1000 - hour)
  expect(result()).toBe(1)
  utimesSync(path, Date.now() / 1000 + hour, Date.now() / 1000 + hour)
  expect(result()).toBe(2)
})
