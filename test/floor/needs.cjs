// A server in a group that is only a folder: it does what the kernel would do to a program that needs argv[2] bytes, and
// has the group of its pid below argv[3].
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const [need, run] = [Number(process.argv[2]), process.argv[3]]
const group = readdirSync(run)
  .map((name) => join(run, name))
  .find((path) => read(path, 'cgroup.procs') === String(process.pid))
if (group !== undefined) {
  const [limitFile, peakFile, eventsFile] = existsSync(join(group, 'memory.max'))
    ? ['memory.max', 'memory.peak', 'memory.events']
    : ['memory.limit_in_bytes', 'memory.max_usage_in_bytes', 'memory.oom_control']
  const limit = Number(read(group, limitFile).replace('max', 'Infinity'))
  writeFileSync(join(group, peakFile), String(Math.min(need, limit)))
  if (limit < need) {
    writeFileSync(join(group, eventsFile), 'oom_kill 1\n')
    process.kill(process.pid, 'SIGKILL')
  }
}
require('node:http')
  .createServer((_request, response) => response.end())
  .listen(process.env.PORT)

function read(folder, name) {
  return existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').trim() : ''
}
