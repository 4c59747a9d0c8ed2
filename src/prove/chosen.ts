import { analysed } from '../analyze.ts'
import type { CaptureOptions, CaptureSummary, Target } from '../capture/capture.ts'
import { RouteheapError } from '../error.ts'
import { type RemedyName, remedyChoices } from '../remedies/names.ts'
import type { Report } from '../report/report.ts'
import { mends, type Prediction, predict } from './predict.ts'
import type { AppliedRemedy, ByHand } from './proof.ts'

/** What one analysed boot says can be changed in memory, what that gives, and what is left to be done by hand. */
export interface Chosen {
  readonly report: Report
  readonly names: readonly RemedyName[]
  readonly prediction: Prediction
  readonly byHand: readonly ByHand[]
  readonly summary: CaptureSummary
}

/** The names of the remedies that may be applied. Throws for one that does not exist. */
export function checkedNames(only: readonly string[] | undefined): readonly string[] {
  const known: readonly string[] = remedyChoices.map(({ name }) => name)
  const wrong = only?.find((name) => !known.includes(name))
  if (wrong === undefined) return only ?? known
  throw new RouteheapError('wrong-usage', {
    problem: `No remedy is called ${wrong}.`,
    hint: `There are ${known.join(', ')}.`,
  })
}

/** Analyses the app once, and chooses among the remedies of these names. */
export async function chosenRemedies(
  target: Target,
  options: CaptureOptions,
  names: readonly string[],
): Promise<Chosen> {
  const { report, facts, findings, summary } = await analysed(target, options)
  const prediction = predict(facts, findings, names)
  return {
    report,
    names: prediction.remedies.map(({ choice }) => choice.name),
    prediction,
    byHand: prediction.byHand.map((finding): ByHand => {
      const { code, title, savingBytes, remedy, source, holders, diff } = report.findings[findings.indexOf(finding)]
      const heldBy = holders.map((holder) => report.holders[holder]).map(({ name, source }) => ({ name, source }))
      const leftOut = remedyChoices.find((choice) => !names.includes(choice.name) && mends(choice, finding))
      return { code, title, savingBytes, remedy, source, heldBy, diff, leftOut: leftOut?.name ?? null }
    }),
    summary: summary!,
  }
}

/** The remedies with the number of places that each of them changed. */
export const applied = ({ prediction }: Chosen, places: Readonly<Record<string, number>>): AppliedRemedy[] =>
  prediction.remedies.map(({ choice, findings, bytes }) => ({
    name: choice.name,
    does: choice.does,
    findings: findings.map(({ code }) => code),
    count: findings.reduce((sum, { count }) => sum + count, 0),
    predictedBytes: bytes,
    places: places[choice.name] ?? 0,
  }))

/** Says where a remedy changes nothing, since it found nothing to take hold of. */
export const idleNotes = (remedies: readonly AppliedRemedy[]): string[] =>
  remedies
    .filter(({ places }) => places === 0)
    .map(
      ({ name }) => `${name} found nothing to take hold of: it needs the framework as a package, not inside a bundle.`,
    )
