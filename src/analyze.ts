import type { Analysed, AnalyzeInput, AnalyzeOptions, Heaps } from './analysis.ts'
import { type IdSet, idSet } from './attribute/newNodes.ts'
import type { Target } from './capture/capture.ts'
import { capture } from './capture/run.ts'
import { phaseOf } from './phases.ts'
import type { Phase, Report } from './report/report.ts'
import type { SecondThread } from './secondThread/secondThread.ts'
import { readSnapshot } from './snapshot/read.ts'
import type { Snapshot } from './snapshot/snapshot.ts'
import { finished } from './steps.ts'

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
  const { analysis, secondThread } = await import('./analysis.ts')
  const thread = secondThread()
  try {
    const last = await readSnapshot(input.path)
    const heaps: Heaps = { last, declared: null, phases: [phaseOf(last, null)], summary: null }
    return await finished(analysis(heaps, input, options, thread.for(last)))
  } finally {
    await thread.close()
  }
}

async function boot(target: Target, options: AnalyzeOptions): Promise<Analysed> {
  const run = capture(target, options)
  const phases: Phase[] = []
  let declared: IdSet | null = null
  let last: Snapshot | undefined
  let thread: SecondThread | undefined
  try {
    for await (const phase of run) {
      last = await readSnapshot(phase.stream, { name: `snapshot '${phase.name}'` })
      phases.push(phaseOf(last, phase))
      if (phase.name === 'declared') declared = idSet(last.nodes.id)
      // While the app goes on what follows is loaded, and the second thread starts as soon as a heap is large.
      thread ??= (await import('./analysis.ts')).secondThread()
      thread.prepare(last)
    }
    if (last === undefined || thread === undefined) throw new Error('The capture ended without a snapshot.')
    const { analysis } = await import('./analysis.ts')
    // The app is being ended; that goes on by itself once it was said.
    await new Promise((resolve) => setTimeout(resolve, 1))
    const heaps: Heaps = { last, declared, phases, summary: run.summary() }
    return await finished(analysis(heaps, target, options, thread.for(last)))
  } finally {
    await Promise.all([run.close(), thread?.close()])
  }
}
