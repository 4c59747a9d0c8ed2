import type { Proof } from '../prove/proof.ts'
import { countOf, formatCount } from './bytes.ts'

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

type Routes = NonNullable<Proof['routes']>

/**
 * Whether the app registered the same routes, for a line among others. Registrations are what probes saw; a report counts the
 * routes that routers hold, which may be more or less.
 */
export const routesInShort = ({ count, equal }: Routes): string =>
  equal ? `${countOf(count, 'registration')} of routes equal` : 'registrations of routes differ'

type Requests = NonNullable<Proof['requests']>

/** How many requests were answered, and the same way by boots of one side. */
export const comparedCount = ({ sent, varying, unanswered }: Requests): number =>
  sent - varying.length - unanswered.length

/** What the answers say, for a line among others. */
export function answersInShort(requests: Requests): string {
  const { equal, unanswered } = requests
  const silent = unanswered.length === 0 ? '' : `, ${formatCount(unanswered.length)} without an answer`
  if (equal === null) return `answers of no request compared${silent}`
  return `answers of ${countOf(comparedCount(requests), 'request')} ${equal ? 'equal' : 'differ'}${silent}`
}

/** How many requests nobody answered, and why; null where there are none. */
export function withoutAnswer({ sent, unanswered }: Requests): string | null {
  if (unanswered.length === 0) return null
  const [{ reason }] = unanswered
  const others = unanswered.some((one) => one.reason !== reason) ? ', and others' : ''
  const which =
    unanswered.length === sent
      ? countOf(sent, 'request')
      : `${formatCount(unanswered.length)} of ${countOf(sent, 'request')}`
  const they = unanswered.length === 1 ? 'it proves' : 'they prove'
  return `${which} got no answer: ${reason}${others}; ${they} nothing`
}
