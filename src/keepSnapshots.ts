import type { CaptureOptions, Target } from './capture/capture.ts'
import { capture } from './capture/run.ts'

export interface KeepOptions extends CaptureOptions {
  readonly keep: string
  readonly onNotes?: (notes: readonly string[]) => void
}

/**
 * Boots an app and keeps one snapshot a phase in the folder `keep`. Returns their paths in order of time. Costs what
 * V8 needs to write them; nothing is read. `onNotes` gets the remarks on the run that a report of it would hold.
 */
export async function keepSnapshots(target: Target, options: KeepOptions): Promise<string[]> {
  const phases = capture(target, options)
  try {
    const paths: string[] = []
    for await (const { stream, path } of phases) {
      for await (const _ of stream);
      if (path !== null) paths.push(path)
    }
    options.onNotes?.(phases.summary().notes)
    return paths
  } finally {
    await phases.close()
  }
}
