import { tmpdir } from 'node:os'

/** What Node's permission model did not let the preload do, and the folder that it writes to. */
export interface Denied {
  readonly permission: string
  readonly folder: string
}

/**
 * Finds in what Node wrote that it was a file of the run which could not be read or written, or the thread for the
 * loader's hooks which could not be started; null where it was the app.
 */
export function deniedPreload(errorLines: readonly string[]): Denied | null {
  if (!errorLines.some((line) => /^\s*code: 'ERR_ACCESS_DENIED',?$/.test(line))) return null
  const permission = lastOf(errorLines, /^\s*permission: '(\w+)',?$/)
  const ofRun = /[\\/]routeheap-[0-9a-f]{16}[\\/][^\\/]+$/.test(lastOf(errorLines, /^\s*resource: '(.*)',?$/) ?? '')
  const ours = ofRun || (permission === 'WorkerThreads' && isOfPreload(errorLines))
  return permission === null || !ours ? null : { permission, folder: tmpdir() }
}

/** Whether the innermost frame that is not Node's is the preload's. */
function isOfPreload(lines: readonly string[]): boolean {
  const innermost = lines.find((line) => /^\s+at /.test(line) && !/\bnode:/.test(line)) ?? ''
  return /[\\/]dist[\\/]preload\w*\.cjs/.test(innermost)
}

const lastOf = (lines: readonly string[], pattern: RegExp): string | null =>
  lines.map((line) => pattern.exec(line)?.[1]).findLast((found) => found !== undefined) ?? null
