import type { Proof } from '../prove/proof.ts'
import { countOf } from './bytes.ts'
import { code, folded, more, prose, size, table, text, unbroken } from './markdownText.ts'
import {
  answeredWords,
  changedWords,
  measuredHead,
  measuredNote,
  measuredRows,
  proofVerdict,
  registeredWords,
  varyingWords,
  whyByHand,
  withoutAnswer,
} from './proofWords.ts'

type Requests = NonNullable<Proof['requests']>

const shown = 6
const handShown = 20

/** The proof in a report, whose findings say how to mend what is left to be mended by hand. */
export function proofBlocks(proof: Proof): string[] {
  const { measured, remedies, routes, requests, byHand, notes } = proof
  return [
    '#### Proof',
    `**${prose(proofVerdict(proof))}**`,
    ...remedies.map((remedy) => {
      return `Applied in memory: ${code(remedy.name)}, ${size(remedy.predictedBytes)}: ${prose(remedy.does)} (${prose(changedWords(remedy))})`
    }),
    ...(measured === null ? [] : measuredBlocks(proof, measured)),
    routes === null ? '' : list([...routeItems(routes), ...(requests === null ? [] : requestItems(requests))]),
    byHand.length === 0
      ? ''
      : folded(
          `${countOf(byHand.length, 'finding')} to mend by hand`,
          list([
            ...byHand
              .slice(0, handShown)
              .map((item) => `${text(item.title)}, ${size(item.savingBytes)}: ${prose(whyByHand(item))}`),
            more(byHand.length - handShown, 'finding'),
          ]),
        ),
    ...notes.map((note) => `> ${prose(note)}`),
  ]
}

function measuredBlocks(proof: Proof, measured: NonNullable<Proof['measured']>): string[] {
  const [head, ...rows] = measuredRows(proof, measured)
  return [
    prose(`${measuredHead(measured)}:`),
    table(
      head.map(prose),
      rows.map((row) => row.map((cell) => unbroken(prose(cell)))),
      [1, 2, 3, 4],
    ),
    `<sub>${prose(measuredNote)}</sub>`,
  ]
}

function routeItems(routes: NonNullable<Proof['routes']>): string[] {
  const { equal, missing, added } = routes
  const changed = [...missing.map((name) => `− ${code(name)}`), ...added.map((name) => `+ ${code(name)}`)]
  return [`${equal ? '✔' : '✖'} ${registeredWords(routes)}`, ...inner(changed)]
}

function requestItems(requests: Requests): string[] {
  const { equal, different, varying, unanswered } = requests
  const silent = withoutAnswer(requests)
  return [
    ...(equal === null ? [] : [`${equal ? '✔' : '✖'} ${answeredWords(requests)}`]),
    ...inner(different.map((one) => `${code(one.request)}: ${text(`${one.what} ${one.before} → ${one.after}`)}`)),
    ...(varying.length === 0 ? [] : [varyingWords(requests)]),
    ...inner(varying.map(code)),
    ...(silent === null ? [] : [text(silent)]),
    ...inner(unanswered.map(({ request }) => code(request))),
  ]
}

/** The first of them, below the item before. */
function inner(items: readonly string[]): string[] {
  const rest = items.length > shown ? [`and ${items.length - shown} more`] : []
  return [...items.slice(0, shown), ...rest].map((item) => `  - ${item}`)
}

const list = (items: readonly string[]) =>
  items
    .filter((item) => item !== '')
    .map((item) => (item.startsWith('  - ') ? item : `- ${item}`))
    .join('\n')
