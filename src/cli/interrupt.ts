import type { Host, Signal } from './host.ts'

/** Set when a signal asked us to end. The command is told through `signal` and cleans up before the process ends. */
export interface Interrupt {
  readonly signal: AbortSignal
  /** 128 + the number of the signal that came, or null. */
  exitCode(): number | null
  stop(): void
}

const exitCodes: Record<Signal, number> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }

/** The first signal aborts and waits for the cleanup; the second one ends at once. */
export function listenForInterrupt(host: Host): Interrupt {
  const controller = new AbortController()
  let code: number | null = null
  const listeners = Object.entries(exitCodes).map(([name, exitCode]) => {
    const listener = () => {
      if (code !== null) host.exit(code)
      code = exitCode
      controller.abort(new Error(`Interrupted by ${name}.`))
    }
    host.on(name as Signal, listener)
    return { name: name as Signal, listener }
  })
  return {
    signal: controller.signal,
    exitCode: () => code,
    stop: () => {
      for (const { name, listener } of listeners) host.off(name, listener)
    },
  }
}
