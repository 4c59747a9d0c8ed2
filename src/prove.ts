import { resolve } from 'node:path'
import { cwd } from 'node:process'
import type { CaptureOptions, Target } from './capture/capture.ts'
import { version } from './installed.ts'
import { type AskedFor, type Requests, requestsFor } from './prove/askedFor.ts'
import { type Boot, boot, quiet } from './prove/boot.ts'
import { applied, type Chosen, checkedNames, chosenRemedies, idleNotes } from './prove/chosen.ts'
import type { Comparison, Proof } from './prove/proof.ts'
import { compareAnswers, type ProofRequest } from './prove/requests.ts'
import { compareRoutes } from './prove/routes.ts'
import { sides } from './prove/spread.ts'
import type { Report } from './report/report.ts'

/** The requests that are asked for must be answered the same with the remedies. */
export interface ProveOptions extends Omit<CaptureOptions, 'remedies' | 'keep' | 'warm' | 'engine'>, AskedFor {
  /** Boots a side. Default 3. */
  readonly runs?: number
  /** Names of the remedies to apply, instead of all that fit. */
  readonly only?: readonly string[]
}

/** A report whose proof is there. */
export type ProvenReport = Report & { readonly proof: Proof }

/**
 * Analyses the app once, then boots it again and again, as it is and with remedies applied in memory, in turn, and compares
 * what was predicted with what is measured: heap, resident memory and boot time. Checks that the routes are the same, and
 * that the requests are answered the same. The report is that of the analysed boot, with the proof in it.
 *
 * Takes 1 + 2 x runs boots, one after the other. Throws RouteheapError for everything that the user can mend. No process
 * of ours is left when it settles.
 */
export async function provenReport(target: Target, options: ProveOptions = {}): Promise<ProvenReport> {
  const { runs = 3, requests: given, plainGets, openapi, only, ...booting } = options
  const asked = { ...(given && { requests: given }), ...(plainGets && { plainGets }), ...(openapi && { openapi }) }
  const requests = requestsFor(asked, resolve(booting.cwd ?? cwd()))
  const chosen = await chosenRemedies(target, booting, checkedNames(only))
  const boots = await bootedInTurn(target, booting, chosen, chosen.names.length === 0 ? 0 : runs, requests)
  return { ...chosen.report, proof: proofOf(chosen, boots, requests.notes()) }
}

/** The proof alone. */
export async function prove(target: Target, options: ProveOptions = {}): Promise<Proof> {
  return (await provenReport(target, options)).proof
}

interface Boots {
  readonly before: readonly Boot[]
  readonly after: readonly Boot[]
  readonly sent: readonly ProofRequest[]
}

async function bootedInTurn(
  target: Target,
  options: CaptureOptions,
  { names }: Chosen,
  runs: number,
  requests: Requests,
): Promise<Boots> {
  const [before, after]: [Boot[], Boot[]] = [[], []]
  for (let run = 1; run <= runs; run++) {
    const progress = (side: string) => options.onProgress?.({ step: 'boot', detail: `run ${run} of ${runs}, ${side}` })
    progress('as it is')
    before.push(await boot(target, quiet(options), { names, act: false, after: {} }, requests.of))
    progress('with remedies')
    after.push(await boot(target, quiet(options), { names, act: true, after: {} }, requests.of))
  }
  return { before, after, sent: before.length === 0 ? [] : await requests.of([], null) }
}

function proofOf(chosen: Chosen, { before, after, sent }: Boots, remarks: readonly string[]): Proof {
  const { report, prediction, names, byHand } = chosen
  const isMeasured = before.length > 0
  const measured = isMeasured ? comparison(before, after) : null
  const shellBytes = prediction.remedies.reduce((sum, remedy) => sum + remedy.shellBytes, 0)
  const remedies = applied(chosen, after.at(-1)?.composed.applied ?? {})
  return {
    schema: 'routeheap/proof@1',
    tool: { name: 'routeheap', version },
    subject: report.subject,
    remedies,
    byHand,
    predictedBytes: prediction.bytes,
    shellBytes,
    measured,
    deviationPercent:
      measured === null || prediction.bytes === shellBytes
        ? null
        : Math.round(1000 * (measured.heapBytes.saved.median / (prediction.bytes - shellBytes) - 1)) / 10,
    routes: isMeasured
      ? compareRoutes(before[0].composed.routes, after[0].composed.routes, names.includes('head-routes-off'))
      : null,
    requests:
      sent.length === 0
        ? null
        : compareAnswers(
            sent,
            before.map(({ answers }) => answers),
            after.map(({ answers }) => answers),
          ),
    notes: [...chosen.summary.notes, ...remarks, ...(isMeasured ? idleNotes(remedies) : [])],
  }
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
