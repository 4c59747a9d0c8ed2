import type { Bytes } from '../snapshot/snapshot.ts'
import { type Limits, open } from './limits.ts'

export const mebibyte = 1_048_576

/**
 * The approximation where no limit can be set on a process: V8's limit of the old generation, for every Node process
 * that is started. It knows nothing of buffers, machine code, threads and the runtime itself.
 */
export function heapLimit(): Limits {
  return {
    method: 'heap-limit',
    notes: ["Approximate: the limit is that of V8's heap alone (--max-old-space-size), not of the process."],
    enclosure: (limitBytes: Bytes | null) =>
      limitBytes === null
        ? open
        : { ...open, nodeOptions: `--max-old-space-size=${Math.floor(limitBytes / mebibyte)}` },
  }
}
