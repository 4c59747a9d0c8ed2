// node bench/remedy-fuzz.mjs [--cases 10000] [--seed 1]: random apps on Fastify 5 and 4, with and without
// routeheap/fastify; a case is a request that both answer. Prints what differs and exits with 1 then.
import { parseArgs } from 'node:util'
import fastify from 'fastify'
import fastify4 from 'fastify4'
import { sharedCompilers } from '../dist/remedies/fastify/sharedCompilers.js'
import { compare } from '../test/remedies/fuzz.mjs'

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
})
let different = 0
for (const [name, factory] of [
  ['fastify 5', fastify],
  ['fastify 4', fastify4],
]) {
  const statuses = new Map()
  let [cases, apps, failed, seed] = [0, 0, 0, Number(values.seed)]
  while (cases < Number(values.cases) / 2) {
    const result = await compare(factory, seed++, sharedCompilers)
    cases += Math.max(1, result.requests)
    apps++
    if (!result.boots) failed++
    for (const [status, count] of result.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count)
    for (const difference of result.differences) console.log(difference)
    different += result.differences.length
  }
  const answered = [...statuses].sort().map(([status, count]) => `${status}: ${count}`)
  console.log(`${name}: ${cases} cases, ${apps} apps (${failed} do not boot), ${answered.join(', ')}`)
}
console.log(`${different} differences`)
process.exitCode = different === 0 ? 0 : 1
