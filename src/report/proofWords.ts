import type { Proof } from '../prove/proof.ts'
import { countOf, digitsIn, formatBytes, formatCount, scaleOf } from './bytes.ts'

/** Why nothing was measured, in a sentence. */
export function nothingMeasured({ byHand }: Proof): string {
  if (byHand.length === 0) return 'Nothing was found that is worth mending.'
  if (byHand.every(({ leftOut }) => leftOut !== null))
    return 'Nothing was applied: --only leaves out the remedies that fit.'
  return `Nothing that was found can be mended in memory: ${countOf(byHand.length, 'finding')} to mend by hand.`
}

/** What was proven, in a sentence or two. */
export function proofVerdict(proof: Proof): string {
  const { measured, predictedBytes, shellBytes, deviationPercent, remedies } = proof
  if (measured === null) return nothingMeasured(proof)
  if (remedies.every(({ places }) => places === 0)) return 'No remedy could be applied, so nothing is proven.'
  const saved = formatBytes(measured.heapBytes.saved.median)
  if (deviationPercent === null) return `The remedies save ${saved}.`
  const percent = `${Math.abs(deviationPercent)} % ${deviationPercent < 0 ? 'less' : 'more'}`
  const shells =
    shellBytes === 0 ? '' : ` By hand it is all of ${formatBytes(predictedBytes)}: emptied objects stay themselves.`
  const predicted = formatBytes(predictedBytes - shellBytes)
  return `The remedies save ${saved}: ${predicted} were predicted, ${percent} measured.${shells}`
}

/** What a remedy was applied for, and in how many places. */
export const changedWords = ({ findings, count, places }: Proof['remedies'][number]): string =>
  `${[...new Set(findings)].join(', ')}: ${formatCount(count)}; ${countOf(places, 'place')} changed`

type Measured = NonNullable<Proof['measured']>

export const measuredHead = ({ runs }: Measured): string => `Measured, medians of ${countOf(runs, 'boot')} a side`

export const measuredNote =
  'heap: after collections, above the bare process. RSS and PSS: the whole process, V8 without optimised code.'

/** What was measured as a table of texts, its head first, with the name of a row before its numbers. */
export function measuredRows(
  { predictedBytes, shellBytes }: Proof,
  measured: Measured,
): readonly (readonly string[])[] {
  const { heapBytes, rssBytes, pssBytes, bootMs } = measured
  const scale = scaleOf(Math.max(rssBytes.before.mean, heapBytes.before.mean))
  const bytes = (value: number) => digitsIn(scale, value)
  const row = (name: string, { before, after, saved }: Measured['heapBytes'], text: (value: number) => string) => {
    const medians = [before, after, saved].map(({ median }) => text(median))
    return [name, ...medians, `${text(saved.least)} to ${text(saved.most)}`]
  }
  return [
    [scale.unit, 'as it is', 'remedied', 'saved', 'from … to'],
    ['predicted', '', '', bytes(predictedBytes - shellBytes), ''],
    row('heap', heapBytes, bytes),
    row('RSS', rssBytes, bytes),
    ...(pssBytes === null ? [] : [row('PSS', pssBytes, bytes)]),
    ...(bootMs === null ? [] : [row('boot, ms', bootMs, formatCount)]),
  ]
}

/** Variables that keep a finding, and the place to look at first unless it is one of theirs. */
export function placesByHand({ source, heldBy }: Proof['byHand'][number], shown: number): string[] {
  const held = heldBy.slice(0, shown).map((one) => `held by ${[one.name, one.source ?? []].flat().join(', ')}`)
  const more = heldBy.length > shown ? [`and ${heldBy.length - shown} more variables`] : []
  return [...held, ...more, ...(source === null || heldBy.some((one) => one.source === source) ? [] : [`at ${source}`])]
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

/** The same in whole words. */
export function registeredWords({ count, equal, removed }: Routes): string {
  if (!equal) return 'registrations of routes differ'
  const twins = removed === 0 ? '' : `, but for ${countOf(removed, 'HEAD route')} that the remedy removes`
  return `${countOf(count, 'registration')} of routes the same${twins}`
}

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

/** The same in whole words, of requests that could be compared. */
export function answeredWords(requests: Requests): string {
  const compared = countOf(comparedCount(requests), 'request')
  return requests.equal === false
    ? `${formatCount(requests.different.length)} of ${compared} answered otherwise`
    : `${compared} answered the same: status, headers, body`
}

export const varyingWords = ({ varying }: Requests): string =>
  `${countOf(varying.length, 'request')} not compared: two boots as it is answer differently`

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
