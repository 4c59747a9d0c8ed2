import type { Proof } from '../prove/proof.ts'
import { countOf } from './bytes.ts'

/** Why nothing was measured, in a sentence. */
export function nothingMeasured({ byHand }: Proof): string {
  if (byHand.length === 0) return 'Nothing was found that is worth mending.'
  if (byHand.every(({ leftOut }) => leftOut !== null))
    return 'Nothing was applied: --only leaves out the remedies that fit.'
  return `Nothing that was found can be mended in memory: ${countOf(byHand.length, 'finding')} to mend by hand.`
}

/** Why a finding is not among what was mended in memory. */
export const whyByHand = ({ leftOut }: Proof['byHand'][number]): string =>
  leftOut === null ? 'No remedy in memory' : `${leftOut} was left out by --only`
