import { placeOf, type ServerEvent } from './ask.ts'
import type { CaptureSummary } from './capture.ts'

/** Where a server listens, in words. */
export const nameOf = (event: ServerEvent): string =>
  event.type === 'socket' ? event.path : `${event.host}:${event.port}`

/** What the summary says of servers: those of one process, or of all as long as it is not known which one is measured. */
export function serversOf(
  all: readonly ServerEvent[],
  pid: number | null,
): Pick<CaptureSummary, 'listening' | 'place'> {
  const own = all.filter((event) => event.pid === (pid ?? event.pid))
  const place = own.length === 0 ? null : placeOf(own[0])
  const listening = own.flatMap((event) => (event.type === 'socket' ? [] : [{ host: event.host, port: event.port }]))
  return { listening, place }
}
