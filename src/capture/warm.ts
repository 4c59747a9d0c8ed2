import { type Place, reply } from './ask.ts'

/** Sends one GET to each path, one after the other, and reads the answers. Says which ones did not go well. */
export async function warmUp(place: Place | null, paths: readonly string[], timeoutMs: number): Promise<string[]> {
  if (place === null) return [`No server is known to listen, so nothing was asked for ${paths.join(', ')}.`]
  const remarks: string[] = []
  for (const path of paths)
    try {
      const { status } = await reply(place, { method: 'GET', path }, timeoutMs)
      if (status >= 400) remarks.push(`GET ${path} answered ${status}`)
    } catch (error) {
      remarks.push(`GET ${path} failed: ${(error as Error).message}`)
    }
  return remarks
}
