import type { Difference, Floor, FloorComparison, Price, Proof, Report, Spread, Verification } from '../index.ts'
import { amount, fields, flag, integer, list, number, oneOf, orNull, type Shape, text } from './shape.ts'

/** What the documents besides reports must have, field by field as in their types. */

export const tool = fields<Report['tool']>({ name: oneOf('routeheap'), version: text })

export const subject = fields<Report['subject']>({
  kind: oneOf('app', 'command', 'snapshot'),
  name: text,
  nodeVersion: orNull(text),
  v8Version: orNull(text),
  platform: orNull(text),
  arch: orNull(text),
  frameworks: list(fields({ name: text, version: orNull(text), routes: amount })),
})

const remedies = list(
  fields<Proof['remedies'][number]>({
    name: text,
    does: text,
    findings: list(text),
    count: amount,
    predictedBytes: integer,
    places: amount,
  }),
)

const byHand = list(
  fields<Proof['byHand'][number]>({
    code: text,
    title: text,
    savingBytes: amount,
    remedy: text,
    source: orNull(text),
    heldBy: list(fields({ name: text, source: orNull(text) })),
    diff: orNull(text),
    leftOut: orNull(text),
  }),
)

const spread = fields<Spread>({ median: number, mean: number, deviation: number, least: number, most: number })
const sides = fields({ before: spread, after: spread, saved: spread })

export const proof = fields<Proof>({
  schema: oneOf('routeheap/proof@1'),
  tool,
  subject,
  remedies,
  byHand,
  predictedBytes: integer,
  shellBytes: integer,
  measured: orNull(
    fields({ runs: amount, heapBytes: sides, rssBytes: sides, pssBytes: orNull(sides), bootMs: orNull(sides) }),
  ),
  deviationPercent: orNull(number),
  routes: orNull(fields({ equal: flag, count: amount, removed: amount, missing: list(text), added: list(text) })),
  requests: orNull(
    fields<NonNullable<Proof['requests']>>({
      equal: orNull(flag),
      sent: amount,
      different: list(
        fields({ request: text, what: oneOf('status', 'headers', 'body', 'failed'), before: text, after: text }),
      ),
      varying: list(text),
      unanswered: list(fields({ request: text, reason: text })),
    }),
  ),
  notes: list(text),
})

const measured = {
  bootMs: orNull(number),
  peakBytes: orNull(amount),
  anonBytes: orNull(amount),
  fileBytes: orNull(amount),
}

const tree = list(
  fields<Floor['processes'][number]>({
    command: text,
    parent: orNull(number),
    role: oneOf('server', 'wrapper', 'child'),
    pssBytes: amount,
    rssBytes: amount,
    anonBytes: orNull(amount),
  }),
)

/** Parents stand before what they started, so that no way to the first one is a circle. */
const processes: Shape<Floor['processes']> = (value, at) => {
  const problem = tree(value, at)
  if (problem !== null) return problem
  const before = (parent: number | null, index: number) =>
    parent === null || (Number.isInteger(parent) && parent >= 0 && parent < index)
  const index = (value as Floor['processes']).findIndex((one, index) => !before(one.parent, index))
  return index < 0 ? null : `${at}[${index}].parent is none of the processes before it`
}

export const floor = fields<Floor>({
  schema: oneOf('routeheap/floor@1'),
  subject: fields({ kind: oneOf('app', 'command'), name: text }),
  method: oneOf('cgroup-v2', 'cgroup-v1', 'systemd-scope', 'heap-limit'),
  approximate: flag,
  pageCache: oneOf('warm', 'cold'),
  health: fields({ path: text, accepts: oneOf('answer', 'success'), checks: number, checkTimeoutMs: number }),
  floorBytes: amount,
  stepBytes: amount,
  confidence: fields({
    confirmations: amount,
    healthyAtFloor: amount,
    attemptsAtFloor: amount,
    healthyBelow: amount,
    attemptsBelow: amount,
    noisy: flag,
  }),
  unlimited: fields(measured),
  atFloor: fields(measured),
  processes,
  processesAtFloor: processes,
  trials: list(
    fields<Floor['trials'][number]>({
      limitBytes: orNull(amount),
      ok: flag,
      reason: orNull(oneOf('oom', 'heap-limit', 'killed', 'exited', 'never-listened', 'unhealthy')),
      detail: orNull(text),
      ...measured,
    }),
  ),
  notes: list(text),
})

export const floorComparison = fields<FloorComparison>({
  schema: oneOf('routeheap/floor-comparison@1'),
  a: floor,
  b: floor,
  rounds: list(fields({ aBytes: amount, bBytes: amount, differenceBytes: number })),
  difference: fields({
    meanBytes: number,
    lowestBytes: number,
    highestBytes: number,
    deviationBytes: orNull(number),
  }),
  remedies: orNull(fields({ applied: remedies, byHand, predictedBytes: integer })),
})

export const verification = fields<Verification>({
  schema: oneOf('routeheap/verification@1'),
  path: text,
  passed: flag,
  checks: list(
    fields({
      name: oneOf('law', 'dominators', 'second reader'),
      result: oneOf('passed', 'failed', 'skipped'),
      detail: text,
    }),
  ),
})

export const price: Shape<Price> = fields<Price>({
  coldBytes: number,
  calledBytes: number,
  compileMs: number,
  copies: number,
})

const deltas = list(
  fields<Difference['routes'][number]>({
    key: text,
    change: oneOf('added', 'removed', 'grew', 'shrank', 'same'),
    aBytes: orNull(integer),
    bBytes: orNull(integer),
    deltaBytes: integer,
    aCount: orNull(amount),
    bCount: orNull(amount),
  }),
)

export const difference = fields<Difference>({
  schema: oneOf('routeheap/diff@1'),
  tool,
  a: text,
  b: text,
  matchedBy: oneOf('node id', 'route key'),
  totals: deltas,
  routes: deltas,
  validators: deltas,
  findings: deltas,
  categories: deltas,
  notes: list(text),
})
