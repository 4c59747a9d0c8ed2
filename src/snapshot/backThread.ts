import { Worker } from 'node:worker_threads'
import { builtFile } from '../installed.ts'
import type { BackOrder } from './back.ts'
import { claim } from './claims.ts'
import type { Back } from './scan.ts'

/** Below this size a second thread takes longer to start than it saves. */
const worthAThread = 96 * 2 ** 20
/** From TypeScript sources there is no second thread: Node.js could not read the worker's file. */
const built = !import.meta.url.endsWith('.ts')

/** A second thread that reads a file from its end. */
export interface BackThread {
  /** Whether the window is for the first thread to read; else the other one has it, and all behind. */
  claim(window: number): boolean
  /** What it read, when the two have met; undefined where it could not. */
  back(): Promise<Back | undefined>
  end(): Promise<unknown>
}

export const isWorthAThread = (fileBytes: number): boolean => built && fileBytes >= worthAThread

export function backThread(order: BackOrder): BackThread {
  const worker = new Worker(builtFile('snapshot/backWorker.js'), { workerData: order })
  const back = new Promise<Back | undefined>((resolve) => {
    worker.once('message', resolve)
    worker.once('error', () => resolve(undefined))
    worker.once('exit', () => resolve(undefined))
  })
  return {
    claim: (window) => claim(order.claims, window, 'front'),
    back: () => back,
    end: () => worker.terminate(),
  }
}
