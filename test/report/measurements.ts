import type { Floor, FloorComparison, Trial } from '../../src/floor/result.ts'
import type { Comparison, Proof, Sides } from '../../src/prove/proof.ts'
import type { Report } from '../../src/report/report.ts'

/** Documents of `prove` and `floor` for the tests that show them. `name` is what could come from an app. */

export const mebibyte = 2 ** 20

const spread = (median: number) => ({
  median,
  mean: median + 12,
  deviation: 1_400,
  least: median - 2_000,
  most: median + 2_600,
})

const sides = (before: number, after: number): Sides => ({
  before: spread(before),
  after: spread(after),
  saved: spread(before - after),
})

export function fixtureProof({ tool, subject }: Report, name = 'koa-router-emptied'): Proof {
  const measured: Comparison = {
    runs: 3,
    heapBytes: sides(3_372_680, 3_069_328),
    rssBytes: sides(64_266_240, 64_348_160),
    pssBytes: null,
    bootMs: sides(412, 398),
  }
  return {
    schema: 'routeheap/proof@1',
    tool,
    subject,
    remedies: [
      {
        name,
        does: 'routers that were only copied into others are emptied when the app is ready',
        findings: ['dead-route-tree'],
        count: 30,
        predictedBytes: 309_248,
        places: 22,
      },
    ],
    byHand: [
      {
        code: 'repeated-schema',
        title: name,
        savingBytes: 41_200,
        remedy: name,
        source: `${name}:4:1`,
        heldBy: [{ name, source: `${name}:2:1` }],
        diff: `--- a/${name}\n+++ b/${name}\n@@ -1,1 +1,1 @@\n-${name}\n+schema\n`,
        leftOut: null,
      },
      {
        code: 'head-twin',
        title: 'HEAD routes',
        savingBytes: 9_000,
        remedy: 'Turn them off.',
        source: null,
        heldBy: [],
        diff: null,
        leftOut: 'head-routes-off',
      },
    ],
    predictedBytes: 309_248,
    shellBytes: 1_760,
    measured,
    deviationPercent: -1.3,
    routes: { equal: true, count: 120, removed: 0, missing: [], added: [] },
    requests: { equal: true, sent: 40, different: [], varying: [], unanswered: [] },
    notes: [],
  }
}

const counted = (peakBytes: number) => ({ peakBytes, anonBytes: 61_000_000, fileBytes: 4_000_000 })

export const healthyTrial = (limitBytes: number | null, bootMs: number): Trial => ({
  ...counted(limitBytes ?? 96 * mebibyte),
  limitBytes,
  bootMs,
  ok: true,
  reason: null,
  detail: null,
})

export const killedTrial = (limitBytes: number, detail = 'the kernel killed it'): Trial => ({
  limitBytes,
  bootMs: null,
  peakBytes: limitBytes,
  anonBytes: null,
  fileBytes: null,
  ok: false,
  reason: 'oom',
  detail,
})

export const runningProcess = (
  command: string,
  parent: number | null,
  role: 'server' | 'wrapper',
  pssBytes: number,
): Floor['processes'][number] => ({
  command,
  parent,
  role,
  pssBytes,
  rssBytes: pssBytes + 20_000_000,
  anonBytes: Math.max(0, pssBytes - 9_000_000),
})

export function fixtureFloor(floorBytes = 84 * mebibyte, name = 'node server.js'): Floor {
  const processes = [
    runningProcess(`npm start ${name}`, null, 'wrapper', 48_100_000),
    runningProcess(name, 0, 'server', 57_300_000),
  ]
  return {
    schema: 'routeheap/floor@1',
    subject: { kind: 'command', name },
    method: 'cgroup-v2',
    approximate: false,
    pageCache: 'warm',
    health: { path: '/', accepts: 'answer', checks: 3, checkTimeoutMs: 2_000 },
    floorBytes,
    stepBytes: mebibyte,
    confidence: {
      confirmations: 3,
      healthyAtFloor: 3,
      attemptsAtFloor: 3,
      healthyBelow: 1,
      attemptsBelow: 3,
      noisy: true,
    },
    unlimited: { ...counted(floorBytes), bootMs: 840 },
    atFloor: { ...counted(floorBytes), bootMs: 1_210 },
    processes,
    processesAtFloor: processes,
    trials: [
      healthyTrial(null, 840),
      killedTrial(floorBytes - 20 * mebibyte, name),
      ...[0, 1, 2].map((at) => healthyTrial(floorBytes, 1_210 + at * 30)),
      killedTrial(floorBytes - mebibyte, name),
      healthyTrial(floorBytes - mebibyte, 2_300),
    ],
    notes: [],
  }
}

export function fixtureComparison(name = 'npm start'): FloorComparison {
  const [a, b] = [fixtureFloor(), fixtureFloor(112 * mebibyte, name)]
  const round = { aBytes: a.floorBytes, bBytes: b.floorBytes, differenceBytes: b.floorBytes - a.floorBytes }
  return {
    schema: 'routeheap/floor-comparison@1',
    a,
    b,
    rounds: [round, round],
    difference: {
      meanBytes: round.differenceBytes,
      lowestBytes: round.differenceBytes,
      highestBytes: round.differenceBytes,
      deviationBytes: 0,
    },
    remedies: null,
  }
}

/** The report as `report --proof --floor` would make it. */
export const withMeasurements = (report: Report): Report => ({
  ...report,
  proof: fixtureProof(report),
  floor: fixtureFloor(),
})
