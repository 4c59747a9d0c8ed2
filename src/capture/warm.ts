import { setTimeout as wait } from 'node:timers/promises'
import { type Place, reply } from './ask.ts'

/** What is known while a server is warmed. */
export interface Warming {
  /** Whether the process has ended. */
  readonly isOver: () => boolean
  /** The path that was asked for last; null before the first. One that nobody was there for any more does not count. */
  asked: { readonly path: string; readonly answered: boolean } | null
}

/** Sends one GET to each path, one after the other, and reads the answers. Says which ones did not go well. */
export async function warmUp(
  place: Place | null,
  paths: readonly string[],
  timeoutMs: number,
  warming: Warming,
): Promise<string[]> {
  if (place === null) return [`No server is known to listen, so nothing was asked for ${paths.join(', ')}.`]
  const remarks: string[] = []
  for (const path of paths) {
    const { asked } = warming
    warming.asked = { path, answered: false }
    try {
      const { status } = await reply(place, { method: 'GET', path }, timeoutMs)
      warming.asked = { path, answered: true }
      if (status >= 400) remarks.push(`GET ${path} answered ${status}`)
    } catch (error) {
      if (gone.has((error as NodeJS.ErrnoException).code)) warming.asked = asked
      remarks.push(`GET ${path} failed: ${(error as Error).message}`)
      if (await ends(warming)) break
    }
  }
  return remarks
}

/** How long the end of a process may take to be told after its connections were closed. */
const mostEndingMs = 500

/** Whether the process ends now. */
async function ends({ isOver }: Warming): Promise<boolean> {
  for (let waitedMs = 0; !isOver() && waitedMs < mostEndingMs; waitedMs += 10) await wait(10)
  return isOver()
}

/** What the system says where nothing listens any more on a port or a socket. */
const gone: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'ENOENT'])
