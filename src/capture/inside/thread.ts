import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import { openChannel } from './channel.ts'
import { watchListening } from './listening.ts'

const key = 'routeheap'

/** Tells the threads of this process, and theirs, that they are of the run. */
export const markThreads = (): void => setEnvironmentData(key, true)

/**
 * What the preload does in a thread that the app starts: servers stay on 127.0.0.1 there too, and one that takes requests is
 * told, since the heap that is looked at is another one.
 */
export function startInThread(folder: string): void {
  if (getEnvironmentData(key) !== true) return
  watchListening({
    port: 0,
    constructing: () => undefined,
    listening: (_, takesRequests) => {
      if (takesRequests) openChannel(folder).send({ type: 'threadListens' })
    },
  })
}
