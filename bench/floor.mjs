// Does `floor` find what is known? Needs a machine on which memory limits can be set (docs/performance.md).
//
//   node bench/floor.mjs known    programs that touch 64, 128 and 256 MiB, ten searches each, in turns
//   node bench/floor.mjs sample   samples/koa-heavy before and after its fix, against what analyze predicts
//
// CGROUP names the control group to make groups in.
import { join } from 'node:path'
import { analyze, compareFloors, floor } from '../dist/index.js'

const mebibyte = 1_048_576
const options = process.env.CGROUP === undefined ? {} : { parentGroup: process.env.CGROUP }
const touching = new URL('../test/floor/touch.cjs', import.meta.url).pathname
const command = (...words) => ({ kind: 'command', command: [process.execPath, ...words] })

/**
 * Floors of a program with nothing but its own need, to a quarter of a MiB, and with M MiB more to a whole one. The
 * truth is base + M + M / 512: the kernel keeps 8 bytes of page tables for each page of 4 KiB, and counts them.
 */
async function known(runs = Number(process.env.RUNS ?? 10)) {
  let wrong = 0
  for (let run = 1; run <= runs; run++) {
    const base = await floor(command(touching, '0'), { ...options, stepBytes: mebibyte / 4 })
    for (const wanted of [64, 128, 256]) {
      const { floorBytes } = await floor(command(touching, String(wanted)), { ...options, stepBytes: mebibyte })
      const error = (floorBytes - base.floorBytes) / mebibyte - wanted - wanted / 512
      if (Math.abs(error) > 1) wrong++
      console.log(
        `run ${run}  base ${base.floorBytes / mebibyte}  ${wanted} MiB: floor ${floorBytes / mebibyte}, off by ${error.toFixed(2)}`,
      )
    }
  }
  console.log(`${wrong} of ${3 * runs} are off by more than one step of 1 MiB`)
}

async function sample() {
  const module = (name) => ({ kind: 'module', path: join('samples/koa-heavy', name) })
  const { totals } = await analyze(module('app.ts'))
  const { rounds, difference } = await compareFloors(
    module('app.ts'),
    module('fixed.ts'),
    { ...options, stepBytes: mebibyte },
    Number(process.env.RUNS ?? 3),
  )
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1)
  for (const { aBytes, bBytes, differenceBytes } of rounds)
    console.log(`before ${megabytes(aBytes)} MB  after ${megabytes(bBytes)} MB  fall ${megabytes(-differenceBytes)} MB`)
  const fall = -difference.meanBytes
  console.log(
    `predicted ${megabytes(totals.reclaimableBytes)} MB, measured ${megabytes(fall)} MB (mean; ${megabytes(-difference.highestBytes)} to ${megabytes(-difference.lowestBytes)}): ${((100 * totals.reclaimableBytes) / fall).toFixed(1)} %`,
  )
}

await { known, sample }[process.argv[2] ?? 'known']()
