import { type Host, hasColour, isCI, type Output, widthOf } from './host.ts'
import { type Progress, progress } from './progress.ts'

/** The public API; the commands are its clients like any other program. */
export type Routeheap = typeof import('../index.ts')

/** What every command gets besides its own options. */
export interface Session {
  readonly host: Host
  readonly routeheap: Routeheap
  /** Aborted by Ctrl-C and its like. */
  readonly signal: AbortSignal
  /** The words after `--`, or null without it. */
  readonly command: readonly string[] | null
}

/** How text looks on one of the two outputs. */
export function lookOf(session: Session, output: Output): { readonly width: number; readonly colour: boolean } {
  return { width: widthOf(output), colour: hasColour(session.host, output) }
}

/** Runs the long part of a command with its steps shown on stderr. */
export async function withProgress<Result>(
  { host }: Session,
  quiet: boolean,
  run: (progress: Progress) => Promise<Result>,
): Promise<Result> {
  const animated = host.stderr.isTTY === true && !isCI(host) && host.env.TERM !== 'dumb'
  const steps = progress(host.stderr, quiet ? 'silent' : animated ? 'live' : 'lines', widthOf(host.stderr))
  try {
    const result = await run(steps)
    steps.end('done')
    return result
  } catch (error) {
    steps.end('failed')
    throw error
  }
}
