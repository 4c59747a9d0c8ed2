import { fork } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { RouteheapError } from '../error.ts'
import { builtFile } from '../installed.ts'
import type { Bytes } from '../snapshot/snapshot.ts'

/** What one more validator of a schema costs, as a mean over `copies` of them in a clean process. */
export interface Price {
  /** Heap that a compiled validator and its schema object hold, never called. */
  readonly coldBytes: Bytes
  /** The same after one call: V8 compiles the code at the first one. */
  readonly calledBytes: Bytes
  readonly compileMs: number
  readonly copies: number
}

const inside = builtFile('price/inside.js')

/**
 * Compiles a JSON schema `copies` times, each as an object of its own, with the compiler that Fastify uses, in a process
 * in which nothing else happens, and measures the heap after collections. The compiler is the one that `resolveFrom`
 * finds, else ours. Takes about a second, unless `signal` ends it. Throws `schema-not-compiled` with the compiler's own words.
 */
export async function priceOf(
  schema: unknown,
  resolveFrom: string,
  { copies = 200, signal }: { readonly copies?: number; readonly signal?: AbortSignal } = {},
): Promise<Price> {
  signal?.throwIfAborted()
  const child = fork(inside, [], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    killSignal: 'SIGKILL',
    ...(signal !== undefined && { signal }),
  })
  let price: Omit<Price, 'copies'> | undefined
  child.on('message', (message) => {
    price = message as Omit<Price, 'copies'>
  })
  try {
    child.send({ schema, resolveFrom, copies })
  } catch (error) {
    child.kill()
    if (!(error instanceof RangeError)) throw error
    throw new RouteheapError('schema-not-compiled', { reason: 'it is nested too deeply' }, { cause: error })
  }
  const [problem] = await Promise.all([text(child.stderr!), once(child, 'close')])
  if (price === undefined) {
    const reason = problem.split('\n').find((line) => /^\w*Error: /.test(line)) ?? 'the compiler gave no reason'
    throw new RouteheapError('schema-not-compiled', { reason: reason.trim() })
  }
  return { ...price, copies }
}
