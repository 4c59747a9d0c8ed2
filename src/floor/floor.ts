import type { CaptureOptions, Target } from '../capture/capture.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import { type Begun, begun } from './begun.ts'
import { type FloorProgress, withBench } from './bench.ts'
import { foundFloor, stepFor } from './foundFloor.ts'
import type { Floor } from './result.ts'

export interface FloorOptions
  extends Pick<
    CaptureOptions,
    'cwd' | 'node' | 'envFile' | 'exportName' | 'args' | 'readyLog' | 'port' | 'timeoutMs' | 'signal'
  > {
  /** Path of the health check. With it, only answers from 200 to 399 count; without, any below 500 from `/` does. */
  readonly health?: string
  /** Checks to pass in a row. Default 5. */
  readonly checks?: number
  /** Milliseconds for each of them. Default 5 000. */
  readonly checkTimeoutMs?: number
  /**
   * The floor is a multiple of this. Default: 4 MiB, doubled until it is 1/40 of the peak without a limit. V8's threads
   * come sooner or later from boot to boot, so that the need of a heap of 30 to 120 MiB scatters by about 1 MiB (standard
   * deviation), and only a step of two and a half of that is found again. For `approximate` whole MiB only.
   */
  readonly stepBytes?: Bytes
  /** Attempts on both sides of the border. Default 3. */
  readonly confirmations?: number
  /** Count the files that are read, too: each attempt reads them from the disk. Needs control groups. */
  readonly cold?: boolean
  /** Search V8's heap limit instead of a limit of memory. */
  readonly approximate?: boolean
  /** Control group to make ours in. Default: the one we run in, or the nearest above it that can be used. */
  readonly parentGroup?: string
  readonly onProgress?: (progress: FloorProgress) => void
}

/**
 * The smallest memory limit, to a step, in which a program starts and passes its health checks, with swap off.
 *
 * It is started without a limit first, which reads its files and shows that it is healthy at all, then once in a group
 * of its own without a limit, whose peak is where the search begins. Takes about 15 boots. Everything that was started
 * or made is gone when this settles, and when we are killed. Throws `no-memory-limit` where limits cannot be set.
 */
export async function floor(target: Target, options: FloorOptions = {}): Promise<Floor> {
  return withBench([target], options, async (bench) => searched(await begun({ target, remedies: null }, bench)))
}

const searched = (program: Begun): Promise<Floor> => foundFloor(program, stepFor([program]))
