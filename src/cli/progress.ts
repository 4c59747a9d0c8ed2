import { columnsOf, printable, shortened } from '../report/printable.ts'
import type { Output } from './host.ts'

/** What is going on, on stderr: one step at a time, with the time it took. */
export interface Progress {
  /** Begins a step, or says more about the one that runs. Ends the step before. */
  step(name: string, detail: string): void
  /** Ends the last step: done or failed. */
  end(result: 'done' | 'failed'): void
}

/** `live` rewrites one line, `lines` writes one line a step, `silent` nothing. */
export type ProgressMode = 'live' | 'lines' | 'silent'

interface Clock {
  now(): number
  every(ms: number, call: () => void): () => void
}

/** Where there is no terminal, a sign of life at this distance keeps CI systems from killing a long step. */
const heartbeatMs = 10_000
const frameMs = 100
const frames = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏']

export function progress(output: Output, mode: ProgressMode, width: number, clock: Clock = systemClock): Progress {
  if (mode === 'silent') return { step() {}, end() {} }
  let current: { name: string; detail: string; since: number; stop: () => void } | null = null

  function line(mark: string): string {
    const { name, detail, since } = current!
    const time = seconds(clock.now() - since)
    const room = Math.max(0, width - 1 - `  ${mark} ${name.padEnd(9)} `.length - time.length - 2)
    return `  ${mark} ${name.padEnd(9)} ${fit(printable(detail), room)}  ${time}`
  }

  function beat(tick: number): void {
    if (mode === 'live') output.write(`${eraseLine}${line(frames[tick % frames.length])}`)
    else output.write(`${line('…')}\n`)
  }

  function end(result: 'done' | 'failed'): void {
    if (current === null) return
    current.stop()
    output.write(`${mode === 'live' ? eraseLine : ''}${line(result === 'done' ? '✔' : '✖')}\n`)
    current = null
  }

  return {
    step(name, detail) {
      if (current?.name === name) {
        current.detail = detail
        return
      }
      end('done')
      let tick = 0
      const stop = clock.every(mode === 'live' ? frameMs : heartbeatMs, () => beat(tick++))
      current = { name, detail, since: clock.now(), stop }
      if (mode === 'live') beat(0)
    },
    end,
  }
}

const eraseLine = '\r\u001b[K'

const systemClock: Clock = {
  now: () => performance.now(),
  every(ms, call) {
    const timer = setInterval(call, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** `text` in exactly `room` columns, so that the times stand below each other. */
function fit(text: string, room: number): string {
  const short = shortened(text, Math.min(room, detailColumns))
  return short + ' '.repeat(Math.max(0, Math.min(room, detailColumns) - columnsOf(short)))
}

const detailColumns = 56
