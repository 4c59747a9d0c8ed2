import { resolve } from 'node:path'
import { cwd } from 'node:process'
import { heapPath } from './attribute/heapPath.ts'
import { holders } from './attribute/holder.ts'
import { type IdSet, idSet } from './attribute/newNodes.ts'
import type { CaptureOptions, CaptureSummary, Target } from './capture/capture.ts'
import { originalSources } from './capture/originalPlaces.ts'
import { capture } from './capture/run.ts'
import type { HeapFacts } from './findings/facts.ts'
import type { Finding } from './findings/finding.ts'
import { findings } from './findings/findings.ts'
import { reclaimableBytes } from './findings/reclaimable.ts'
import { versionsByFramework } from './frameworks/probes.ts'
import { frameworkEdits, frameworkPhrases } from './frameworks/recognisers.ts'
import { pathTree } from './graph/retainingPath.ts'
import { heapFactsInSteps } from './heapFacts.ts'
import { notesOn } from './notes.ts'
import { phaseOf } from './phases.ts'
import { markSources, shortened } from './recognise/sources.ts'
import { describeReport, isTool } from './report/document.ts'
import type { Phase, Report } from './report/report.ts'
import { repositoryOf } from './repository.ts'
import type { Beside } from './secondThread/beside.ts'
import { type SecondThread, secondThread } from './secondThread/secondThread.ts'
import { readSnapshot } from './snapshot/read.ts'
import type { Snapshot } from './snapshot/snapshot.ts'
import { finished, type Practice, practise, type Steps, settled } from './steps.ts'
import { subjectOf } from './subject.ts'
import { userFiles } from './userFiles.ts'
import { validatorPhrases } from './validators/recognisers.ts'
import { version } from './version.ts'

export type AnalyzeInput = Target | { readonly kind: 'snapshot'; readonly path: string }

export interface AnalyzeOptions extends CaptureOptions {
  /** False leaves lines of the user's files out of the report. */
  readonly code?: boolean
  /** http(s) URL where the source can be read; default: what package.json says. */
  readonly repository?: string
}

/**
 * Boots the app (or reads the snapshot), gives every byte an owner, finds what is held twice or for nothing, and
 * describes it. The last phase is the one that is attributed: `composed`, or `warm` where that was asked for.
 *
 * Throws RouteheapError for everything that the user can mend. No process of ours is left when it settles.
 */
export async function analyze(input: AnalyzeInput, options: AnalyzeOptions = {}): Promise<Report> {
  return (await analysed(input, options)).report
}

/** A report, and what it was made from. */
export interface Analysed {
  readonly report: Report
  readonly facts: HeapFacts
  /** In the order of the report's findings. */
  readonly findings: readonly Finding[]
  /** Null where a file was read. */
  readonly summary: CaptureSummary | null
}

/** The same, for those who go on from there. */
export async function analysed(input: AnalyzeInput, options: AnalyzeOptions = {}): Promise<Analysed> {
  const thread = secondThread()
  try {
    if (input.kind !== 'snapshot') return await boot(input, options, thread)
    const last = await readSnapshot(input.path)
    const heaps: Heaps = { last, declared: null, phases: [phaseOf(last, null)], summary: null }
    return await finished(describe(heaps, input, options, thread.for(last)))
  } finally {
    await thread.close()
  }
}

function* describe(heaps: Heaps, input: AnalyzeInput, options: AnalyzeOptions, beside: Beside): Steps<Analysed> {
  const { facts, record } = yield* heapFactsInSteps(heaps.last, heaps.declared, beside)
  const { heap, attribution, marks, isNew } = facts
  const fromOwners = beside.fromOwners(heap, marks, attribution, isNew)
  yield
  const found = findings(facts)
  yield
  const worthMending = found.filter(({ severity }) => severity !== 'note')
  const reclaimable = reclaimableBytes(facts, worthMending)
  // What keeps something alive is a question about the app, so no path leads through what is ours.
  const tree = pathTree(
    heap.graph,
    marks.filter(isTool).flatMap(({ leading }) => [...leading]),
  )
  const folder = resolve(options.cwd ?? cwd())
  const original = originalSources(heaps.summary?.typescript ?? null)
  const subject = subjectOf(input, options, heaps.summary)
  const nameOf = (place: string) => shortened(original(place), folder)
  const holderOf = holders(heap, tree)
  const names = versionsByFramework(heaps.summary?.frameworks ?? [])
  const report = describeReport({
    tool: { name: 'routeheap', version },
    subject,
    frameworkVersions: names,
    phases: heaps.phases,
    facts,
    findings: found,
    ...(yield* settled(fromOwners)),
    reclaimableBytes: reclaimable,
    addedBytes: addedBytes(heaps.phases),
    notes: notesOn(facts, heaps.summary),
    phrasesOf: (name) => frameworkPhrases[name] ?? validatorPhrases[name],
    sourceOf: markSources(heap, record, original, folder),
    pathTo: (node) => heapPath(heap, tree, node, nameOf),
    holderOf: (node) => {
      const found = holderOf(node)
      return found?.file == null ? found : { ...found, file: shortened(found.file, folder) }
    },
    files: {
      // Of a file that was read from elsewhere nobody knows which version of the source it ran.
      textOf: input.kind === 'snapshot' ? () => null : userFiles(folder),
      withCode: options.code !== false,
      main: input.kind === 'module' ? [shortened(resolve(folder, input.path), folder)] : [],
      editsOf: (code) => [...names.keys()].flatMap((name) => frameworkEdits[name]?.[code] ?? []),
    },
    repository: repositoryOf(options.repository, input.kind === 'snapshot' ? null : folder),
  })
  return { report, facts, findings: found, summary: heaps.summary }
}

/** The heap to attribute, and what is kept of the earlier ones: their numbers, and which nodes existed. */
interface Heaps {
  readonly last: Snapshot
  readonly declared: IdSet | null
  readonly phases: readonly Phase[]
  readonly summary: CaptureSummary | null
}

async function boot(target: Target, options: AnalyzeOptions, thread: SecondThread): Promise<Analysed> {
  const run = capture(target, options)
  const phases: Phase[] = []
  let declared: IdSet | null = null
  let heaps: Heaps | undefined
  let practice: Practice | undefined
  const described = (heaps: Heaps) => describe(heaps, target, options, thread.for(heaps.last))
  try {
    for await (const phase of run) {
      practice?.stop()
      const last = await readSnapshot(phase.stream, { name: `snapshot '${phase.name}'` })
      phases.push(phaseOf(last, phase))
      heaps = { last, declared, phases, summary: run.summary() }
      if (phase.name === 'declared') declared = idSet(last.nodes.id)
      // While the app goes on, the analysis is run on what is there, so that V8 has compiled it when it counts.
      if (phase.name === 'start' || phase.name === 'declared') practice = practise(described(heaps))
    }
    if (heaps === undefined) throw new Error('The capture ended without a snapshot and without an error.')
    // The app is being ended; that goes on by itself once it was said.
    await new Promise((resolve) => setTimeout(resolve, 1))
    return await finished(described({ ...heaps, summary: run.summary() }))
  } finally {
    practice?.stop()
    await run.close()
  }
}

function addedBytes(phases: readonly Phase[]): number | null {
  const bytesOf = (name: Phase['name']): number | undefined =>
    phases.find((phase) => phase.name === name)?.snapshotBytes
  const before = bytesOf('declared')
  const after = bytesOf('composed')
  return before === undefined || after === undefined ? null : after - before
}
