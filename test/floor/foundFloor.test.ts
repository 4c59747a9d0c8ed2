import { expect, test } from 'vitest'
import type { Begun } from '../../src/floor/begun.ts'
import { foundFloor } from '../../src/floor/foundFloor.ts'
import type { Trial } from '../../src/floor/result.ts'
import { healthyTrial, killedTrial, mebibyte } from '../report/measurements.ts'

/** A program that needs 20 MiB, whose attempts at a limit of `unsure` MiB fail the second time. */
function begun(unsure: number): Begun {
  const trials: Trial[] = []
  const attempt = async (limitBytes: number) => {
    const isSecond = trials.filter((trial) => trial.limitBytes === limitBytes).length === 1
    const ok = limitBytes >= 20 * mebibyte && !(isSecond && limitBytes === unsure * mebibyte)
    trials.push(ok ? healthyTrial(limitBytes, 400) : killedTrial(limitBytes))
    return { trial: trials[trials.length - 1], processes: [] }
  }
  const bench = { confirmations: 3, limits: { method: 'cgroup-v2', notes: [] }, health: {}, options: {} }
  const program = { subject: { kind: 'app', name: 'app.ts' }, notes: [] }
  const unlimited = healthyTrial(null, 400)
  return { bench, program, trials, unlimited, processes: [], attempt } as unknown as Begun
}

test('a limit that was enough at one time and not at another is named once', async () => {
  const { notes, floorBytes } = await foundFloor(begun(20), 4 * mebibyte, 20 * mebibyte)
  expect(floorBytes).toBe(24 * mebibyte)
  expect(notes).toEqual(['The border is not sharp: 20 MiB was enough at one time, and not at another.'])
})
