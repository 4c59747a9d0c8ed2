import type { Floor, FloorComparison, Trial } from '../../src/floor/result.ts'
import type { Comparison, Proof, Sides } from '../../src/prove/proof.ts'
import type { Report } from '../../src/report/report.ts'

/** Documents of `prove` and `floor` for the tests that show them. `name` is what could come from an app. */

const mebibyte = 2 ** 20

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
      { code: 'repeated-schema', title: name, savingBytes: 41_200, remedy: name, source: `${name}:4:1` },
      { code: 'head-twin', title: 'HEAD routes', savingBytes: 9_000, remedy: 'Turn them off.', source: null },
    ],
    predictedBytes: 309_248,
    shellBytes: 1_760,
    measured,
    deviationPercent: -1.3,
    routes: { equal: true, count: 120, removed: 0, missing: [], added: [] },
    requests: { equal: true, sent: 40, different: [], varying: [] },
    notes: [],
  }
}

export function fixtureFloor(floorBytes = 84 * mebibyte, name = 'node server.js'): Floor {
  const counted = { peakBytes: floorBytes, anonBytes: 61_000_000, fileBytes: 4_000_000 }
  const healthy = (limitBytes: number | null, bootMs: number): Trial => ({
    ...counted,
    limitBytes,
    bootMs,
    ok: true,
    reason: null,
    detail: null,
  })
  const failed = (limitBytes: number): Trial => ({
    limitBytes,
    bootMs: null,
    peakBytes: limitBytes,
    anonBytes: null,
    fileBytes: null,
    ok: false,
    reason: 'oom',
    detail: name,
  })
  const process = (command: string, parent: number | null, role: 'server' | 'wrapper', pssBytes: number) => ({
    command,
    parent,
    role,
    pssBytes,
    rssBytes: pssBytes + 20_000_000,
    anonBytes: pssBytes - 9_000_000,
  })
  const processes = [process(`npm start ${name}`, null, 'wrapper', 48_100_000), process(name, 0, 'server', 57_300_000)]
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
    unlimited: { ...counted, bootMs: 840 },
    atFloor: { ...counted, bootMs: 1_210 },
    processes,
    processesAtFloor: processes,
    trials: [
      healthy(null, 840),
      failed(floorBytes - 20 * mebibyte),
      ...[0, 1, 2].map((at) => healthy(floorBytes, 1_210 + at * 30)),
      failed(floorBytes - mebibyte),
      healthy(floorBytes - mebibyte, 2_300),
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
