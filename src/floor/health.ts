import { setTimeout as wait } from 'node:timers/promises'
import { type Place, reply } from '../capture/ask.ts'
import type { Health } from './result.ts'

/** Between two checks: long enough to see a process that dies of what it does after it listens. */
const pauseMs = 50
const pollMs = 10

export interface Watched {
  /** Where the app listens, or null as long as nobody knows. */
  place(): Place | null
  /** True when there is nothing to wait for any more. */
  over(): boolean
}

/** Milliseconds of `performance.now()` at the first of the checks that passed in a row, or what was wrong last. */
export type HealthResult = { readonly healthyAt: number } | { readonly problem: string; readonly listened: boolean }

/** Asks until the wanted number of checks has passed in a row, or the time is over. */
export async function becomesHealthy(health: Health, watched: Watched, deadline: number): Promise<HealthResult> {
  let passed = 0
  let healthyAt = 0
  let listened = false
  let problem = 'nothing listens'
  while (!watched.over() && performance.now() < deadline) {
    const place = watched.place()
    const asked = performance.now()
    const answer = place === null ? problem : await problemOf(place, health)
    if (answer === null) {
      if (passed++ === 0) healthyAt = asked
      if (passed === health.checks) return { healthyAt }
    } else {
      passed = 0
      problem = answer
    }
    listened ||= !/^nothing listens|ECONNREFUSED/.test(problem) || passed > 0
    await wait(passed > 0 ? pauseMs : pollMs)
  }
  return { problem, listened }
}

/** One GET, read to its end. Null where it went well. */
async function problemOf(place: Place, { path, accepts, checkTimeoutMs }: Health): Promise<string | null> {
  try {
    const { status } = await reply(place, { method: 'GET', path }, checkTimeoutMs)
    const good = accepts === 'answer' ? status < 500 : status >= 200 && status < 400
    return good ? null : `GET ${path} answered ${status}`
  } catch (error) {
    return `GET ${path}: ${(error as Error).message}`
  }
}
