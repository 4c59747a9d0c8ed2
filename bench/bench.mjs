// node bench/bench.mjs [--rounds N] [--file FILE] [--json]: routeheap against its peers on a snapshot of about 217 MB.
//
// The snapshot is made by bench/heap.mjs, seeded, and kept in node_modules/.cache/routeheap/bench/. Every measurement is
// a process of its own, one at a time, in interleaved rounds (A B C, A B C, ...). Ready means: read, strong edges, shallow
// sizes, dominators, retained sizes and distances of all nodes; heapsnapshot-parser only reads.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, 'node_modules/.cache/routeheap/bench')
const memlab = '@memlab/heap-analysis@2.0.5'
const peers = ['routeheap', 'heap-snapshot-toolkit', 'memlab', 'heapsnapshot-parser']

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, file: { type: 'string' }, json: { type: 'boolean' } },
})
const file = values.file ?? snapshotFile()
installMemlab()
if (!existsSync(join(root, 'dist/graph/heapNumbers.js'))) run(process.execPath, ['build.mjs'])
const runs = Object.fromEntries(peers.map((peer) => [peer, []]))
for (let round = 1; round <= Number(values.rounds); round++) {
  for (const peer of peers) {
    process.stderr.write(`round ${round}: ${peer}\n`)
    // The same page cache for everyone.
    readFileSync(file)
    runs[peer].push(measured(peer))
  }
}
const machine = { node: process.version, cpu: cpus()[0]?.model.trim(), cores: cpus().length, memoryBytes: totalmem() }
const results = peers.map((peer) => summary(peer, runs[peer], runs.routeheap))
const fileBytes = statSync(file).size
if (values.json) console.log(JSON.stringify({ machine, fileBytes, nodes: runs.routeheap[0].nodes, results, runs }))
else printTable()

function snapshotFile() {
  const path = join(cache, `fastify-5000-25000-${process.version}.heapsnapshot`)
  if (existsSync(path)) return path
  mkdirSync(cache, { recursive: true })
  const aside = `${path}.${process.pid}`
  run(process.execPath, ['--max-old-space-size=4000', 'bench/heap.mjs', '5000', '25000', aside])
  renameSync(aside, path)
  return path
}

function installMemlab() {
  if (existsSync(join(cache, 'memlab/node_modules/@memlab/heap-analysis'))) return
  const folder = join(cache, 'memlab')
  mkdirSync(folder, { recursive: true })
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  run(npm, ['i', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, memlab])
}

function run(command, args, env = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    shell: command.endsWith('.cmd'),
  })
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${result.status ?? result.signal}`)
  return result.stdout
}

function measured(peer) {
  const script = join('bench/peers', `${peer}.mjs`)
  const env = { BENCH_MODULES: join(cache, 'memlab') }
  const output = run(process.execPath, ['--max-old-space-size=12000', script, file], env)
  return JSON.parse(output.slice(output.lastIndexOf('@@') + 2))
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function summary(peer, own, ours) {
  const of = (list, field) => list.map((entry) => entry[field])
  const seconds = median(of(own, 'seconds'))
  const peakBytes = median(of(own, 'peakBytes'))
  return {
    peer,
    seconds,
    leastSeconds: Math.min(...of(own, 'seconds')),
    mostSeconds: Math.max(...of(own, 'seconds')),
    cpuSeconds: median(of(own, 'cpuSeconds')),
    peakBytes,
    // How many times as long as routeheap takes; how much of its memory routeheap takes.
    timesSlower: seconds / median(of(ours, 'seconds')),
    timesSlowerByLeast: Math.min(...of(own, 'seconds')) / Math.min(...of(ours, 'seconds')),
    ourPartOfItsMemory: median(of(ours, 'peakBytes')) / peakBytes,
  }
}

function printTable() {
  const mb = (bytes) => `${Math.round(bytes / 1e6)} MB`
  console.log(`Node ${machine.node}, ${machine.cores} x ${machine.cpu}, ${mb(machine.memoryBytes)}`)
  console.log(`${mb(fileBytes)} snapshot, ${runs.routeheap[0].nodes} nodes, ${values.rounds} interleaved rounds\n`)
  const head = ['', 'median s', 'min s', 'max s', 'CPU s', 'peak RSS', 'slower', 'slower (min)', 'our RSS / its RSS']
  const rows = results.map((row) => [
    row.peer,
    ...[row.seconds, row.leastSeconds, row.mostSeconds, row.cpuSeconds].map((seconds) => seconds.toFixed(2)),
    mb(row.peakBytes),
    `${row.timesSlower.toFixed(1)}x`,
    `${row.timesSlowerByLeast.toFixed(1)}x`,
    `${Math.round(100 * row.ourPartOfItsMemory)} %`,
  ])
  for (const line of [head, head.map(() => '---'), ...rows]) console.log(`| ${line.join(' | ')} |`)
}
