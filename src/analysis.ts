import { resolve } from 'node:path'
import { cwd } from 'node:process'
import { setImmediate } from 'node:timers/promises'
import { heapPath } from './attribute/heapPath.ts'
import { holders } from './attribute/holder.ts'
import { leadingNodes } from './attribute/leadingNodes.ts'
import type { IdSet } from './attribute/newNodes.ts'
import { shown } from './attribute/shown.ts'
import type { CaptureOptions, CaptureSummary, Target } from './capture/capture.ts'
import { originalSources } from './capture/originalPlaces.ts'
import { sourcesOfMaps } from './capture/sourcesOfMaps.ts'
import type { HeapFacts } from './findings/facts.ts'
import type { Finding } from './findings/finding.ts'
import { allFindings } from './findings/findings.ts'
import { reclaimableBytes } from './findings/reclaimable.ts'
import { tooOldNotes, unknownNotes, versionsByFramework } from './frameworks/probes.ts'
import { frameworkEdits, frameworkPhrases } from './frameworks/recognisers.ts'
import { pathTree } from './graph/retainingPath.ts'
import { heapFacts } from './heapFacts.ts'
import { version } from './installed.ts'
import { instanceNotes, leftOutNotes, notesOn } from './notes.ts'
import type { Mark } from './recognise/mark.ts'
import { exportsOf } from './recognise/moduleExports.ts'
import { placedBy } from './recognise/record.ts'
import { scriptTexts } from './recognise/scriptTexts.ts'
import { markSources, shortened } from './recognise/sources.ts'
import { isTool } from './recognise/toolMark.ts'
import { wrappedHandlers } from './recognise/wrappers.ts'
import { describeReport } from './report/document.ts'
import type { Phase, Report } from './report/report.ts'
import { repositoryOf } from './repository.ts'
import type { Snapshot } from './snapshot/snapshot.ts'
import { subjectOf } from './subject.ts'
import { uncomparedNotes } from './uncompared.ts'
import { userFiles } from './userFiles.ts'
import { validatorPhrases } from './validators/recognisers.ts'

export type AnalyzeInput = Target | { readonly kind: 'snapshot'; readonly path: string }

export interface AnalyzeOptions extends CaptureOptions {
  /** False leaves lines of the user's files out of the report. */
  readonly code?: boolean
  /** http(s) URL where the source can be read; default: what package.json says. */
  readonly repository?: string
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

/** The heap to attribute, and what is kept of the earlier ones: their numbers, and which nodes existed. */
export interface Heaps {
  readonly last: Snapshot
  readonly declared: IdSet | null
  readonly phases: readonly Phase[]
  readonly summary: CaptureSummary | null
}

/** What is said of these heaps. */
export async function analysis(heaps: Heaps, input: AnalyzeInput, options: AnalyzeOptions): Promise<Analysed> {
  const { facts, record } = heapFacts(heaps.last, heaps.declared)
  const { heap, attribution, marks, isNew } = facts
  await turn(options)
  const { told: found, leftOut } = allFindings(facts)
  await turn(options)
  const worthMending = found.filter(({ severity }) => severity !== 'note')
  const reclaimable = reclaimableBytes(facts, worthMending)
  const folder = resolve(options.cwd ?? cwd())
  // Of a file that was read from elsewhere nobody knows which version of the source it ran.
  const ofMaps =
    heaps.summary === null ? (place: string) => place : sourcesOfMaps({ textOf: scriptTexts(heap), folder })
  const original = originalSources(heaps.summary?.typescript ?? null, ofMaps)
  const subject = subjectOf(input, options, heaps.summary)
  const nameOf = (place: string) => shortened(original(place), folder)
  const exportOf = exportsOf(heap)
  // What keeps something alive is a question about the app: the shortest ways that do not lead through what is ours.
  const paths = pathTree(heap.graph, [...leadingNodes(marks.filter(isTool))])
  const holderOf = holders(heap, paths, exportOf, facts.isOwnFile)
  const names = versionsByFramework(heaps.summary?.frameworks ?? [])
  const details = shown(heap, marks, attribution, isNew)
  await turn(options)
  const report = describeReport({
    tool: { name: 'routeheap', version },
    subject,
    frameworkVersions: names,
    phases: heaps.phases,
    facts,
    findings: found,
    ...details,
    reclaimableBytes: reclaimable,
    addedBytes: addedBytes(heaps.phases),
    notes: [
      ...notesOn(facts, heaps.summary, [...names.keys()]),
      ...unknownNotes(heaps.summary?.frameworks ?? []),
      ...tooOldNotes(heaps.summary?.frameworks ?? [], frameworksOf(marks)),
      ...uncomparedNotes(facts),
      ...instanceNotes(facts, found),
      ...leftOutNotes(leftOut),
    ],
    phrasesOf: (name) => frameworkPhrases[name] ?? validatorPhrases[name],
    sourceOf: markSources(heap, marks, record && placedBy(record, ofMaps), original, folder),
    wrappedHandlers: wrappedHandlers(heap, marks),
    pathTo: (node) => heapPath(heap, paths, node, nameOf, exportOf),
    holderOf: (node) => {
      const found = holderOf(node)
      return found?.file == null ? found : { ...found, file: shortened(found.file, folder) }
    },
    files: {
      textOf: input.kind === 'snapshot' ? () => null : userFiles(folder),
      withCode: options.code !== false,
      main: input.kind === 'module' ? [shortened(resolve(folder, input.path), folder)] : [],
      editsOf: (code) => [...names.keys()].flatMap((name) => frameworkEdits[name]?.[code] ?? []),
    },
    repository: repositoryOf(options.repository, input.kind === 'snapshot' ? null : folder),
  })
  return { report, facts, findings: found, summary: heaps.summary }
}

/** Frameworks with routes in the heap. */
const frameworksOf = (marks: readonly Mark[]): ReadonlySet<string> =>
  new Set(marks.flatMap((mark) => (mark.kind === 'route' ? mark.framework : [])))

/** Lets the process hear what came meanwhile, an interrupt above all. */
async function turn({ signal }: AnalyzeOptions): Promise<void> {
  await setImmediate()
  signal?.throwIfAborted()
}

function addedBytes(phases: readonly Phase[]): number | null {
  const bytesOf = (name: Phase['name']): number | undefined =>
    phases.find((phase) => phase.name === name)?.snapshotBytes
  const before = bytesOf('declared')
  const after = bytesOf('composed')
  return before === undefined || after === undefined ? null : after - before
}
