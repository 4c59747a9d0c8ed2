import { getEnvironmentData, setEnvironmentData, threadId } from 'node:worker_threads'
import { userFiles } from './callSite.ts'
import { openChannel } from './channel.ts'
import { watchListening } from './listening.ts'

const key = 'routeheap'

/** Tells the threads of this process, and theirs, that they are of the run, and in which folders all files are the app's own. */
export const markThreads = (roots: readonly string[] = []): void => setEnvironmentData(key, [...roots])

/**
 * What the preload does in a thread that the app starts: servers stay on 127.0.0.1 there too, and one that takes requests is
 * told, since the heap that is looked at is another one. So is a thread that runs a file of the app's own; those of loggers and
 * pools run files of packages.
 */
export function startInThread(folder: string): void {
  const roots = getEnvironmentData(key) as unknown as readonly string[] | undefined
  if (roots === undefined) return
  // Node names the file when the preload is through.
  setImmediate(() => {
    const [, file = ''] = process.argv
    if (userFiles(roots, '')(file)) tellRunning(folder, file)
  }).unref()
  watchListening({
    port: 0,
    constructing: () => undefined,
    listening: (_, takesRequests) => {
      if (takesRequests) openChannel(folder).send({ type: 'threadListens' })
    },
  })
}

function tellRunning(folder: string, file: string): void {
  const { send } = openChannel(folder)
  send({ type: 'thread', thread: threadId, file, running: true })
  process.once('exit', () => send({ type: 'thread', thread: threadId, file, running: false }))
}
