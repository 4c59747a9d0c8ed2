import type { Subject } from '../report/report.ts'
import type { Bytes } from '../snapshot/snapshot.ts'

/** The document of `prove --json`; its change log is docs/report-format.md. Plain JSON, no undefined. Types only. */
export interface Proof {
  readonly schema: 'routeheap/proof@1'
  readonly tool: { readonly name: 'routeheap'; readonly version: string }
  readonly subject: Subject
  /** What was changed in the running app. Empty where nothing can be; then nothing was measured. */
  readonly remedies: readonly AppliedRemedy[]
  /** Findings that no remedy in memory mends, and what to do by hand. */
  readonly byHand: readonly ByHand[]
  /** What the analysis said the findings behind `remedies` give back together: one exact removal. */
  readonly predictedBytes: Bytes
  /** What of it stays where it is mended in memory: objects that are emptied stay themselves. */
  readonly shellBytes: Bytes
  /** Null where nothing was measured. */
  readonly measured: Comparison | null
  /** (saved median / (predictedBytes - shellBytes) - 1), in per cent with one decimal; null where there is none of one of the two. */
  readonly deviationPercent: number | null
  readonly routes: RoutesCheck | null
  readonly requests: RequestsCheck | null
  readonly notes: readonly string[]
}

export interface AppliedRemedy {
  readonly name: string
  /** What it does, in a line. */
  readonly does: string
  /** Codes of the findings that it mends. */
  readonly findings: readonly string[]
  /** Things that could go, by the analysis. */
  readonly count: number
  readonly predictedBytes: Bytes
  /** Places that were changed in the last boot; 0 where the remedy found nothing to take hold of. */
  readonly places: number
}

export interface ByHand {
  readonly code: string
  readonly title: string
  readonly savingBytes: Bytes
  readonly remedy: string
  /** `file:line:column` to look at first, or null. */
  readonly source: string | null
  /** Variables of the app that keep it, with where they are declared. */
  readonly heldBy: readonly { readonly name: string; readonly source: string | null }[]
  /** A unified diff that mends it, where one can be told from the file for certain. */
  readonly diff: string | null
  /** The remedy in memory that was not among those to apply; null where there is none for it. */
  readonly leftOut: string | null
}

/** Every figure over all boots of a side: what the app added to a bare process, measured at `composed`. */
export interface Comparison {
  /** Boots a side. */
  readonly runs: number
  /** V8's heap after collections, above what it was before the app. */
  readonly heapBytes: Sides
  /** Resident memory of the process, whole. */
  readonly rssBytes: Sides
  /** The same with shared pages divided among those who share them; null where the system does not tell. */
  readonly pssBytes: Sides | null
  /** From the start of the app's code until a server listened; null where none did. */
  readonly bootMs: Sides | null
}

export interface Sides {
  readonly before: Spread
  readonly after: Spread
  /** before - after, boot by boot in the order of the runs. */
  readonly saved: Spread
}

export interface Spread {
  readonly median: number
  readonly mean: number
  /** Standard deviation of the sample; 0 for one run. */
  readonly deviation: number
  readonly least: number
  readonly most: number
}

/** Registrations of routes as the probes saw them, with and without the remedies. */
export interface RoutesCheck {
  readonly equal: boolean
  /** Seen without remedies. A report counts what the routers hold, which may be more or less. */
  readonly count: number
  /** HEAD routes that went because a remedy turns them off. */
  readonly removed: number
  readonly missing: readonly string[]
  readonly added: readonly string[]
}

export interface RequestsCheck {
  /** Null where nothing could be compared: every request is in `unanswered` or in `varying`. */
  readonly equal: boolean | null
  readonly sent: number
  readonly different: readonly {
    readonly request: string
    readonly what: 'status' | 'headers' | 'body' | 'failed'
    readonly before: string
    readonly after: string
  }[]
  /** Requests whose answers differ between two boots without remedies: nothing can be said of them. */
  readonly varying: readonly string[]
  /** Requests that failed in every boot of both sides, with the reason of the first: they say nothing either. */
  readonly unanswered: readonly { readonly request: string; readonly reason: string }[]
}
