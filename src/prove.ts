import { resolve } from 'node:path'
import { cwd } from 'node:process'
import { type IdSet, idSet } from './attribute/newNodes.ts'
import type { CaptureOptions, CaptureSummary, Target } from './capture/capture.ts'
import { originalSources } from './capture/originalPlaces.ts'
import { capture } from './capture/run.ts'
import { RouteheapError } from './error.ts'
import type { Finding } from './findings/finding.ts'
import { findings } from './findings/findings.ts'
import { frameworkPhrases } from './frameworks/recognisers.ts'
import { type FactsAndRecord, heapFacts } from './heapFacts.ts'
import { type Boot, boot } from './prove/boot.ts'
import { type Prediction, predict } from './prove/predict.ts'
import type { AppliedRemedy, ByHand, Comparison, Proof } from './prove/proof.ts'
import { compareAnswers, type ProofRequest, readRequest } from './prove/requests.ts'
import { compareRoutes, plainGets } from './prove/routes.ts'
import { sides } from './prove/spread.ts'
import { markSources } from './recognise/sources.ts'
import { remedyChoices } from './remedies/names.ts'
import { findingWords } from './report/findingWords.ts'
import { readSnapshot } from './snapshot/read.ts'
import { subjectOf } from './subject.ts'
import { validatorPhrases } from './validators/recognisers.ts'
import { version } from './version.ts'

export interface ProveOptions extends Omit<CaptureOptions, 'remedies' | 'keep' | 'warm' | 'engine'> {
  /** Boots a side. Default 3. */
  readonly runs?: number
  /** Requests that must be answered the same with the remedies: `GET /users`, or with a JSON body after the path. */
  readonly requests?: readonly string[]
  /** Send a GET to every GET route without parameters as well. */
  readonly plainGets?: boolean
  /** Names of the remedies to apply, instead of all that fit. */
  readonly only?: readonly string[]
}

/**
 * Analyses the app once, then boots it again and again, as it is and with remedies applied in memory, in turn, and compares
 * what was predicted with what is measured: heap, resident memory and boot time. Checks that the routes are the same, and
 * that the requests are answered the same.
 *
 * Takes 1 + 2 x runs boots, one after the other. Throws RouteheapError for everything that the user can mend. No process
 * of ours is left when it settles.
 */
export async function prove(target: Target, options: ProveOptions = {}): Promise<Proof> {
  const { runs = 3, requests = [], plainGets: wantsGets = false, only, ...booting } = options
  const given = requests.map(readRequest)
  const analysed = await analysedApp(target, booting, checkedNames(only))
  const { prediction } = analysed
  const names = prediction.remedies.map(({ choice }) => choice.name)

  const before: Boot[] = []
  const after: Boot[] = []
  // The same requests in every boot: those of the first one.
  let sent: readonly ProofRequest[] | undefined
  const requestsOf = (routes: Boot['composed']['routes']) => {
    sent ??= [...given, ...(wantsGets ? plainGets(routes) : [])]
    return sent
  }
  for (let run = 1; names.length > 0 && run <= runs; run++) {
    const progress = (side: string) => booting.onProgress?.({ step: 'boot', detail: `run ${run} of ${runs}, ${side}` })
    progress('as it is')
    before.push(await boot(target, quiet(booting), { names, act: false }, requestsOf))
    progress('with remedies')
    after.push(await boot(target, quiet(booting), { names, act: true }, requestsOf))
  }

  const measured = before.length === 0 ? null : comparison(before, after)
  const shellBytes = prediction.remedies.reduce((sum, remedy) => sum + remedy.shellBytes, 0)
  const places = after.at(-1)?.composed.applied ?? {}
  return {
    schema: 'routeheap/proof@1',
    tool: { name: 'routeheap', version },
    subject: analysed.subject,
    remedies: prediction.remedies.map(
      ({ choice, findings, bytes }): AppliedRemedy => ({
        name: choice.name,
        does: choice.does,
        findings: findings.map(({ code }) => code),
        count: findings.reduce((sum, { count }) => sum + count, 0),
        predictedBytes: bytes,
        places: places[choice.name] ?? 0,
      }),
    ),
    byHand: prediction.byHand.map(analysed.inWords),
    predictedBytes: prediction.bytes,
    shellBytes,
    measured,
    deviationPercent:
      measured === null || prediction.bytes === shellBytes
        ? null
        : Math.round(1000 * (measured.heapBytes.saved.median / (prediction.bytes - shellBytes) - 1)) / 10,
    routes:
      measured === null
        ? null
        : compareRoutes(before[0].composed.routes, after[0].composed.routes, names.includes('head-routes-off')),
    requests:
      measured === null || sent === undefined || sent.length === 0
        ? null
        : compareAnswers(
            sent,
            before.map(({ answers }) => answers),
            after.map(({ answers }) => answers),
          ),
    notes: notesOn(prediction, places, analysed.summary),
  }
}

/** The names of the remedies that may be applied. Throws for one that does not exist. */
function checkedNames(only: readonly string[] | undefined): readonly string[] {
  const known: readonly string[] = remedyChoices.map(({ name }) => name)
  const wrong = only?.find((name) => !known.includes(name))
  if (wrong === undefined) return only ?? known
  throw new RouteheapError('wrong-usage', {
    problem: `No remedy is called ${wrong}.`,
    hint: `There are ${known.join(', ')}.`,
  })
}

interface Analysed {
  readonly prediction: Prediction
  readonly subject: Proof['subject']
  readonly summary: CaptureSummary
  readonly inWords: (finding: Finding) => ByHand
}

/** One boot with snapshots: what is found, what can be changed, and what that gives. */
async function analysedApp(target: Target, options: CaptureOptions, names: readonly string[]): Promise<Analysed> {
  const run = capture(target, options)
  let declared: IdSet | null = null
  let found: FactsAndRecord | undefined
  try {
    for await (const phase of run) {
      const snapshot = await readSnapshot(phase.stream, { name: `snapshot '${phase.name}'` })
      if (phase.name === 'declared') declared = idSet(snapshot.nodes.id)
      if (phase.name === 'composed') found = heapFacts(snapshot, declared)
    }
  } finally {
    await run.close()
  }
  if (found === undefined) throw new Error('The capture ended without a snapshot and without an error.')
  const { facts, record } = found
  const summary = run.summary()
  const routes = facts.marks.filter((mark) => mark.kind === 'route' && !mark.middleware)
  const frameworks = summary.frameworks.map(({ name, version }) => ({
    name,
    version,
    routes: routes.filter((mark) => 'framework' in mark && mark.framework === name).length,
  }))
  const original = originalSources(summary.typescript)
  const sourceOf = markSources(facts.heap, record, original, resolve(options.cwd ?? cwd()))
  return {
    prediction: predict(facts, findings(facts), names),
    subject: { ...subjectOf(target, options, summary), frameworks },
    summary,
    inWords(finding) {
      const { title, remedy } = findingWords(finding, (name) => frameworkPhrases[name] ?? validatorPhrases[name])
      const telling = finding.removable.find((mark) => mark.leading[0] === finding.evidence[0]) ?? finding.removable[0]
      const source = telling === undefined ? null : sourceOf(telling)
      return { code: finding.code, title, savingBytes: finding.savingBytes, remedy, source }
    },
  }
}

/** Boots tell of themselves what nobody wants to read six times. */
function quiet(options: CaptureOptions): CaptureOptions {
  const { onProgress: _, ...rest } = options
  return rest
}

function comparison(before: readonly Boot[], after: readonly Boot[]): Comparison {
  const of = (figure: (boot: Boot) => number | null) => sides(before.map(figure), after.map(figure))
  return {
    runs: before.length,
    heapBytes: of(({ heapBytes }) => heapBytes)!,
    rssBytes: of(({ composed }) => composed.rssBytes)!,
    pssBytes: of(({ composed }) => composed.pssBytes),
    bootMs: of(({ composed }) => composed.bootMs),
  }
}

function notesOn(
  { remedies }: Prediction,
  places: Readonly<Record<string, number>>,
  summary: CaptureSummary,
): string[] {
  const idle = remedies.filter(({ choice }) => (places[choice.name] ?? 0) === 0).map(({ choice }) => choice.name)
  return [
    ...summary.notes,
    ...idle.map(
      (name) => `${name} found nothing to take hold of: it needs the framework as a package, not inside a bundle.`,
    ),
  ]
}
