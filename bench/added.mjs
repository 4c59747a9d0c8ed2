// node bench/added.mjs [--runs 9] [--node PATH] [--cwd FOLDER] [app | -- command...]: what analyze adds to V8's writing.
//
// Two processes in turn: one captures the same snapshots and throws their bytes away, one is `routeheap analyze` with its
// HTML report. What the second takes longer, by the medians of both, is what is added; it is compared with the time in
// which V8 wrote the snapshots of the first. Which of the two comes first changes from run to run: what a process leaves
// to the system slows the next one down. Without an app: a generated Fastify app of 1,000 routes.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = fileURLToPath(import.meta.url)
const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '9' },
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
  const processes = {
    written: [here, '--only-write', asked],
    analysed: [fileURLToPath(new URL('../bin/routeheap.js', import.meta.url)), ...analyze],
  }
  const runs = []
  try {
    for (let run = 0; run < Number(values.runs); run++) {
      const order = run % 2 === 0 ? ['written', 'analysed'] : ['analysed', 'written']
      const { written, analysed } = Object.fromEntries(order.map((name) => [name, timed(processes[name])]))
      const { writeMs, bytes } = JSON.parse(written.output)
      runs.push({ writeMs, bytes, plainMs: written.ms, wholeMs: analysed.ms })
      console.error(line(runs.at(-1)))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const median = (of) => runs.map(of).sort((a, b) => a - b)[runs.length >> 1]
  const [writeMs, plainMs, wholeMs] = ['writeMs', 'plainMs', 'wholeMs'].map((name) => median((run) => run[name]))
  console.log(`medians: ${line({ writeMs, plainMs, wholeMs, bytes: runs[0].bytes })}`)
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

function line({ writeMs, plainMs, wholeMs, bytes }) {
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`
  const addedMs = wholeMs - plainMs
  const share = Math.round((100 * addedMs) / writeMs)
  return `V8 wrote ${Math.round(bytes / 1e6)} MB in ${seconds(writeMs)}; analyze took ${seconds(wholeMs)} and added ${seconds(addedMs)}, ${share} %`
}
