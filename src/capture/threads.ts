import type { CaptureSummary } from './capture.ts'
import type { ReceivedEvent } from './inside/event.ts'

export type ThreadEvent = Extract<ReceivedEvent, { type: 'thread' }>

/** What the summary says of threads that run files of the app: of one process, or of all as long as it is not known which one is measured. */
export function threadsOf(all: readonly ThreadEvent[], pid: number | null): Pick<CaptureSummary, 'threads'> {
  const running = new Map<string, string>()
  for (const event of all) {
    if (event.pid !== (pid ?? event.pid)) continue
    const id = `${event.pid} ${event.thread}`
    if (event.running) running.set(id, event.file)
    else running.delete(id)
  }
  return { threads: [...running.values()] }
}
