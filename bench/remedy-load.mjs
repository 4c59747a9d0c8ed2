// node bench/remedy-load.mjs [--rounds 30] [--requests 20000] [--in-turn]: requests with and without routeheap/fastify, on
// Fastify 5 and 4.
//
// Two servers of the app "versions" of bench/remedy.mjs stand side by side and are loaded over loopback (autocannon, 20
// connections each, forty routes) at the same time, so that what else the machine does slows both, or in turn; the one that is
// first changes. Once all requests go to one mount, where both sides run as many different functions, and once to all
// three. What counts are requests for each second of the server's own CPU time, and the median of the pairs: requests
// a second of the clock are the machine's mood. The kernel counts that time in ticks: a round has to be long.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'

const bench = fileURLToPath(new URL('./remedy.mjs', import.meta.url))
const sides = ['plain', 'shared']
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    requests: { type: 'string', default: '20000' },
    'in-turn': { type: 'boolean', default: false },
  },
})
/** Rounds for V8 to compile what is hot. */
const warming = 3

async function load(version, mounts) {
  const servers = {}
  for (const side of sides) servers[side] = await server(version, side)
  const rates = { plain: [], shared: [] }
  for (let round = -warming; round < Number(values.rounds); round++) {
    const order = round % 2 === 0 ? sides : [...sides].reverse()
    const loaded = async (side) => {
      const rate = await send(servers[side], mounts)
      if (round >= 0) rates[side].push(rate)
    }
    if (values['in-turn']) for (const side of order) await loaded(side)
    else await Promise.all(order.map(loaded))
  }
  for (const { child } of Object.values(servers)) child.stdin.end()
  const ratios = rates.shared.map((rate, i) => rate / rates.plain[i]).sort((a, b) => a - b)
  const quarter = (part) => ratios[Math.floor(part * ratios.length)].toFixed(3)
  console.log(
    `${process.version} ${version.padEnd(8)} ${mounts} of 3 mounts, requests a CPU second: plain ${Math.round(median(rates.plain))}, ` +
      `shared ${Math.round(median(rates.shared))}; pair by pair: median ${quarter(0.5)}, half of them ${quarter(0.25)} to ${quarter(0.75)}`,
  )
}

async function server(version, side) {
  const child = spawn(process.execPath, [bench, '--inside', `${version},versions,${side},serve`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return { child, port: Number(String(await once(child.stdout, 'data'))) }
}

/** Requests for each second of the server's CPU time. */
async function send({ child, port }, mounts) {
  const before = await cpuMs(child)
  const { requests, non2xx, errors } = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections: 20,
    amount: Number(values.requests),
    requests: Array.from({ length: 40 * mounts }, (_, i) => ({
      method: 'POST',
      path: `/v${1 + (i % mounts)}/things-${Math.floor(i / mounts)}/9?id=4&name=abc&stock=12`,
      headers: { 'content-type': 'application/json', id: '5', name: 'header' },
      body,
    })),
  })
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers were no success, ${errors} requests had none`)
  return (1000 * requests.total) / ((await cpuMs(child)) - before)
}

const body = JSON.stringify({ id: 3, name: 'a thing', price: 2.5, tags: ['x', 'y'], owner: { id: 7, country: 'DE' } })

/** CPU time of a server until now. */
async function cpuMs(child) {
  child.stdin.write('\n')
  const { user, system } = JSON.parse(String(await once(child.stdout, 'data')))
  return (user + system) / 1000
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

for (const version of ['fastify', 'fastify4']) for (const mounts of [1, 3]) await load(version, mounts)
