import type { Channel } from './channel.ts'

/** Lines must stay below what a pipe takes in one piece. */
const longest = 1_200

/** Tells the parent what ended this process: an error that nobody caught, or a call of `process.exit`. */
export function watchFailures(channel: Channel): void {
  process.on('uncaughtExceptionMonitor', (error: unknown) => {
    const { name, code, message, stack } = described(error)
    channel.send({ type: 'failed', name, code, message, stack })
  })
  let stack: string | null = null
  const { exit } = process
  process.exit = function (this: unknown, ...args: unknown[]) {
    stack = String(new Error('exit').stack).slice(0, longest)
    return Reflect.apply(exit, this, args) as never
  }
  process.on('exit', (code) => channel.send({ type: 'exit', code, stack }))
}

function described(error: unknown) {
  if (typeof error !== 'object' || error === null)
    return { name: 'Error', code: null, message: String(error).slice(0, longest), stack: '' }
  const { name, code, message, stack } = error as { name?: unknown; code?: unknown; message?: unknown; stack?: unknown }
  return {
    name: String(name ?? 'Error').slice(0, 100),
    code: code === undefined ? null : String(code).slice(0, 100),
    message: String(message ?? '').slice(0, longest),
    stack: String(stack ?? '').slice(0, longest),
  }
}
