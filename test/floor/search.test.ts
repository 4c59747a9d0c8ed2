import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { searchFloor } from '../../src/floor/search.ts'
import { below, randomFrom } from '../helpers/random.ts'

const seed = Number(process.env.SEED ?? randomBytes(3).readUIntBE(0, 3))

/** Limits are written in steps of 10. */
const options = { stepBytes: 10, confirmations: 3, guessBytes: 500, mostBytes: 10_000 }

/** A program that needs this much, and what was tried with it. */
function needing(needBytes: (attempt: number) => number) {
  const tried: number[] = []
  const attempt = async (limitBytes: number) => {
    tried.push(limitBytes)
    return limitBytes >= needBytes(tried.length - 1)
  }
  return { attempt, tried }
}

test('the floor is the smallest multiple of the step that is enough, from any guess', async () => {
  const random = randomFrom(seed)
  for (let run = 0; run < 300; run++) {
    const need = 1 + below(random, 9_000)
    const guessBytes = 1 + below(random, 10_000)
    const confirmations = 1 + below(random, 4)
    const { attempt, tried } = needing(() => need)
    const { floorBytes, confidence } = await searchFloor(attempt, { ...options, guessBytes, confirmations })
    const floor = Math.ceil(need / 10) * 10
    expect(floorBytes, `seed ${seed}, run ${run}: ${need} from ${guessBytes}`).toBe(floor)
    expect(confidence).toEqual({
      confirmations,
      healthyAtFloor: confirmations,
      attemptsAtFloor: confirmations,
      healthyBelow: 0,
      attemptsBelow: floor === 10 ? 0 : Math.max(2, confirmations),
      noisy: false,
    })
    const distance = 2 + Math.abs(floor - guessBytes) / 10
    expect(tried.length).toBeLessThanOrEqual(4 * Math.ceil(Math.log2(distance)) + 2 * confirmations + 4)
  }
})

test('what fails one of its confirmations is not enough, and the border is called noisy', async () => {
  // 300 is enough twice out of three times, 310 always.
  let at300 = 0
  const attempt = async (limitBytes: number) => (limitBytes === 300 ? ++at300 % 3 !== 0 : limitBytes > 300)
  const { floorBytes, confidence } = await searchFloor(attempt, options)
  expect(floorBytes).toBe(310)
  expect(confidence).toMatchObject({
    healthyAtFloor: 3,
    attemptsAtFloor: 3,
    healthyBelow: 2,
    attemptsBelow: 3,
    noisy: true,
  })
})

test('with any noise at the border, the floor is one that never failed, and the one below did', async () => {
  const random = randomFrom(seed)
  for (let run = 0; run < 300; run++) {
    const outcomes = new Map<number, boolean[]>()
    const attempt = async (limitBytes: number) => {
      const enough = limitBytes >= 2_000 + random() * 60
      outcomes.set(limitBytes, [...(outcomes.get(limitBytes) ?? []), enough])
      return enough
    }
    const { floorBytes } = await searchFloor(attempt, { ...options, guessBytes: 1 + below(random, 4_000) })
    const at = outcomes.get(floorBytes!)
    expect(at?.length, `seed ${seed}, run ${run}`).toBeGreaterThanOrEqual(3)
    expect(at).not.toContain(false)
    expect(outcomes.get(floorBytes! - 10)).toContain(false)
  }
})

test('a program that fails once far above its need has the same floor', async () => {
  for (const failing of [490, 470, 430, 350]) {
    const seen = new Set<number>()
    const attempt = async (limitBytes: number) => {
      const isFirst = seen.size !== seen.add(limitBytes).size
      return limitBytes >= 255 && !(isFirst && limitBytes === failing)
    }
    const { floorBytes, confidence } = await searchFloor(attempt, options)
    expect(seen).toContain(failing)
    expect([floorBytes, confidence.noisy]).toEqual([260, true])
  }
})

test('where the need scatters by 0.4 steps, repeated floors differ by at most one step', async () => {
  const random = randomFrom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  let different = 0
  for (let pair = 0; pair < 300; pair++) {
    const need = 2_000 + 640 * random()
    const search = async () => {
      const attempt = async (limitBytes: number) => limitBytes >= need + 4 * normal()
      const found = await searchFloor(attempt, { ...options, guessBytes: 1.25 * need + 50 * normal() })
      return found.floorBytes!
    }
    if (Math.abs((await search()) - (await search())) > 10) different++
  }
  // One of 300 is expected, and eleven in none of a million runs.
  expect(different, `seed ${seed}`).toBeLessThan(11)
})

test('where nothing is enough, it gives up at the largest limit', async () => {
  const { attempt, tried } = needing(() => Number.POSITIVE_INFINITY)
  const { floorBytes } = await searchFloor(attempt, options)
  expect(floorBytes).toBeNull()
  expect(Math.max(...tried)).toBe(10_000)
})
