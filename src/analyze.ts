import { type Analysed, type AnalyzeInput, type AnalyzeOptions, analysis, type Heaps } from './analysis.ts'
import { type IdSet, idSet } from './attribute/newNodes.ts'
import type { Target } from './capture/capture.ts'
import { capture } from './capture/run.ts'
import { phaseOf } from './phases.ts'
import type { Phase, Report } from './report/report.ts'
import { readNodes, readSnapshot } from './snapshot/read.ts'
import type { Snapshot } from './snapshot/snapshot.ts'

export type { AnalyzeInput, AnalyzeOptions } from './analysis.ts'

/**
 * Boots the app (or reads the snapshot), gives every byte an owner, finds what is held twice or for nothing, and
 * describes it. The last phase is the one that is attributed: `composed`, or `warm` where that was asked for.
 *
 * Throws RouteheapError for everything that the user can mend. No process of ours is left when it settles.
 */
export async function analyze(input: AnalyzeInput, options: AnalyzeOptions = {}): Promise<Report> {
  return (await analysed(input, options)).report
}

/** The same, for those who go on from there. */
export async function analysed(input: AnalyzeInput, options: AnalyzeOptions = {}): Promise<Analysed> {
  if (input.kind !== 'snapshot') return boot(input, options)
  const last = await readSnapshot(input.path, options.signal && { signal: options.signal })
  return analysis({ last, declared: null, phases: [phaseOf(last, null)], summary: null }, input, options)
}

async function boot(target: Target, options: AnalyzeOptions): Promise<Analysed> {
  const run = capture(target, options)
  const attributed = (options.warm ?? []).length > 0 ? 'warm' : 'composed'
  const phases: Phase[] = []
  let declared: IdSet | null = null
  let last: Snapshot | undefined
  try {
    for await (const phase of run) {
      const name = `snapshot '${phase.name}'`
      if (phase.name === attributed) {
        // Once its last byte is there the app may end, but for a file that is kept, which has to be closed.
        last = await readSnapshot(phase.stream, { name, leaveAtEnd: phase.path === null })
        phases.push(phaseOf(last, phase))
        break
      }
      // Of the earlier phases only the sizes are told, and which nodes were there.
      const early = await readNodes(phase.stream, name)
      phases.push(phaseOf(early, phase))
      if (phase.name === 'declared') declared = idSet(early.nodes.id)
    }
    if (last === undefined) throw new Error('The capture ended without a snapshot.')
    // The app is being ended; that goes on by itself once it was said.
    await new Promise((resolve) => setTimeout(resolve, 1))
    const heaps: Heaps = { last, declared, phases, summary: run.summary() }
    return await analysis(heaps, target, options)
  } finally {
    await run.close()
  }
}
