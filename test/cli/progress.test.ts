import { expect, test } from 'vitest'
import { type ProgressMode, progress } from '../../src/cli/progress.ts'

/** A progress whose clock the test moves, and what it wrote. */
function watched(mode: ProgressMode, width = 80) {
  let text = ''
  let now = 0
  let tick: { every: number; call: () => void } | null = null
  const output = {
    write(part: string) {
      text += part
      return true
    },
    on() {},
    off() {},
  }
  const steps = progress(output, mode, width, {
    now: () => now,
    every(every, call) {
      tick = { every, call }
      return () => {
        tick = null
      }
    },
  })
  return {
    steps,
    pass(ms: number) {
      const end = now + ms
      for (; tick !== null && now + tick.every <= end; tick.call()) now += tick.every
      now = end
    },
    text: () => text,
    isTicking: () => tick !== null,
  }
}

test('without a terminal each step is one line, with the time it took', () => {
  const { steps, pass, text } = watched('lines')
  steps.step('load', 'app.ts')
  pass(1200)
  steps.step('boot', 'fastify 5.12.8')
  steps.step('boot', 'fastify 5.12.8, 12 routes')
  steps.end('done')
  expect(
    text()
      .split('\n')
      .map((line) => line.trimEnd().replace(/ +/g, ' ')),
  ).toEqual([' ✔ load app.ts 1.2 s', ' ✔ boot fastify 5.12.8, 12 routes 0.0 s', ''])
})

test('a long step shows a sign of life every ten seconds', () => {
  const { steps, pass, text } = watched('lines')
  steps.step('snapshot', 'composed')
  pass(25_000)
  expect(text().match(/…/g)).toHaveLength(2)
})

test('a terminal gets one line that is rewritten, never wider than it', () => {
  const { steps, pass, text } = watched('live', 40)
  steps.step('boot', 'a name that is much longer than this terminal is wide')
  pass(300)
  steps.end('done')
  const frames = text()
    .split('\r\u001b[K')
    .filter((frame) => frame !== '')
  expect(frames.length).toBeGreaterThan(3)
  expect(frames.every((frame) => frame.trimEnd().length < 40)).toBe(true)
  expect(text().endsWith('s\n')).toBe(true)
})

test('a step that fails is marked, and no timer is left', () => {
  const { steps, text, isTicking } = watched('live')
  steps.step('boot', 'app.ts')
  steps.end('failed')
  steps.end('failed')
  expect(text().match(/✖/g)).toHaveLength(1)
  expect(isTicking()).toBe(false)
})

test('control characters of the app do not reach the terminal', () => {
  const { steps, text } = watched('lines')
  steps.step('boot', 'evil\u001b]0;title\u0007\n\rname')
  steps.end('done')
  for (const control of ['\u001b', '\u0007', '\r']) expect(text()).not.toContain(control)
  expect(text().match(/\n/g)).toHaveLength(1)
})

test('silent writes nothing', () => {
  const { steps, text } = watched('silent')
  steps.step('boot', 'x')
  steps.end('done')
  expect(text()).toBe('')
})
