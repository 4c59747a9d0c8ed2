// node bench/added.mjs [--runs 5] [--node PATH] [--cwd FOLDER] [app | -- command...]: what analyze adds to V8's writing.
//
// Two processes in turn: one captures the same snapshots and throws their bytes away, one is `routeheap analyze` with its
// HTML report. What the second takes longer is what is added; it is compared with the time in which V8 wrote the
// snapshots of the first. Without an app: a generated Fastify app of 1,000 routes.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = fileURLToPath(import.meta.url)
const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    node: { type: 'string', default: process.execPath },
    cwd: { type: 'string', default: process.cwd() },
    'only-write': { type: 'string' },
  },
  allowPositionals: true,
})

const target =
  positionals.length === 0
    ? { kind: 'module', path: fileURLToPath(new URL('addedApp.mjs', import.meta.url)) }
    : process.argv.includes('--')
      ? { kind: 'command', command: positionals }
      : { kind: 'module', path: positionals[0] }

if (values['only-write'] !== undefined) await onlyWrite(JSON.parse(values['only-write']))
else compare()

/** Captures, discards, and prints how long V8 wrote. */
async function onlyWrite({ target, options }) {
  const { capture } = await import('../dist/capture/run.js')
  let bytes = 0
  const run = capture(target, options)
  try {
    for await (const phase of run) for await (const chunk of phase.stream) bytes += chunk.length
  } finally {
    await run.close()
  }
  process.stdout.write(JSON.stringify({ writeMs: run.summary().writingMs, bytes }))
}

function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'routeheap-added-'))
  const options = { node: values.node, cwd: values.cwd }
  const asked = JSON.stringify({ target, options })
  const subject = target.kind === 'module' ? [target.path] : ['--', ...target.command]
  const analyze = ['analyze', '--quiet', '--node', values.node, '--out', join(folder, 'report.html'), ...subject]
  const runs = []
  try {
    for (let run = 0; run < Number(values.runs); run++) {
      const written = timed([here, '--only-write', asked])
      const analysed = timed([fileURLToPath(new URL('../bin/routeheap.js', import.meta.url)), ...analyze])
      const { writeMs, bytes } = JSON.parse(written.output)
      const addedMs = analysed.ms - written.ms
      runs.push({ writeMs, addedMs, share: addedMs / writeMs, wholeMs: analysed.ms, bytes })
      console.error(line(runs.at(-1)))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const median = (of) => runs.map(of).sort((a, b) => a - b)[runs.length >> 1]
  const result = {
    writeMs: median((r) => r.writeMs),
    addedMs: median((r) => r.addedMs),
    wholeMs: median((r) => r.wholeMs),
  }
  console.log(`medians: ${line({ ...result, share: result.addedMs / result.writeMs, bytes: runs[0].bytes })}`)
}

function timed(args) {
  const startedAt = performance.now()
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: values.cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}:\n${stderr}`)
  return { ms: performance.now() - startedAt, output: stdout }
}

function line({ writeMs, addedMs, share, wholeMs, bytes }) {
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`
  return `V8 wrote ${Math.round(bytes / 1e6)} MB in ${seconds(writeMs)}; analyze took ${seconds(wholeMs)} and added ${seconds(addedMs)}, ${Math.round(100 * share)} %`
}
