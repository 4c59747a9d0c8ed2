import { readFileSync, writeSync } from 'node:fs'

/** Times `analyse(file)`, imports not counted, and prints the result and the largest memory of the process. */
export async function ready(analyse) {
  const start = performance.now()
  const used = process.cpuUsage()
  const result = await analyse(process.argv[2])
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(used)
  const cpuSeconds = (user + system) / 1e6
  writeSync(1, `\n@@${JSON.stringify({ seconds, cpuSeconds, peakBytes: peakBytes(), ...result })}\n`)
  process.exit(0)
}

function peakBytes() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
}
