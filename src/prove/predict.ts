import type { HeapFacts } from '../findings/facts.ts'
import type { Finding } from '../findings/finding.ts'
import { reclaimableBytes } from '../findings/reclaimable.ts'
import { type RemedyChoice, remedyChoices } from '../remedies/names.ts'
import type { Bytes } from '../snapshot/snapshot.ts'

/** What can be changed in the running app, and what the analysis says that it gives back. */
export interface Prediction {
  readonly remedies: readonly Predicted[]
  /** All of them at once: one exact removal. */
  readonly bytes: Bytes
  readonly byHand: readonly Finding[]
}

export interface Predicted {
  readonly choice: RemedyChoice
  readonly findings: readonly Finding[]
  readonly bytes: Bytes
}

/**
 * Chooses the remedies for the findings that are worth mending. Validators are shared where routes of the framework hold
 * them: those of a framework that the remedy does not know stay as they are. Schemas that are held twice stay with the
 * routes, which is why they are mended by hand.
 */
export function predict(facts: HeapFacts, findings: readonly Finding[]): Prediction {
  const worthMending = findings.filter(({ severity }) => severity !== 'note')
  const remedies = remedyChoices.flatMap((choice): Predicted[] => {
    const mended = worthMending.filter((finding) => mends(choice, finding))
    return mended.length === 0 ? [] : [{ choice, findings: mended, bytes: reclaimableBytes(facts, mended) }]
  })
  const chosen = remedies.flatMap((remedy) => remedy.findings)
  return {
    remedies,
    bytes: chosen.length === 0 ? 0 : reclaimableBytes(facts, chosen),
    byHand: worthMending.filter((finding) => !chosen.includes(finding)),
  }
}

const mends = ({ codes, of, framework }: RemedyChoice, finding: Finding): boolean =>
  codes.includes(finding.code) &&
  of.includes(finding.framework) &&
  finding.routes.some((route) => route.framework === framework || of.includes(route.framework))
