import type { CaptureOptions, Target } from './capture/capture.ts'
import { capture } from './capture/run.ts'

/**
 * Boots an app and keeps one snapshot a phase in the folder `keep`. Returns their paths in order of time. Costs what
 * V8 needs to write them; nothing is read.
 */
export async function keepSnapshots(target: Target, options: CaptureOptions & { keep: string }): Promise<string[]> {
  const phases = capture(target, options)
  try {
    const paths: string[] = []
    for await (const { stream, path } of phases) {
      for await (const _ of stream);
      if (path !== null) paths.push(path)
    }
    return paths
  } finally {
    await phases.close()
  }
}
