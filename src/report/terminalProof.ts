import type { Proof } from '../prove/proof.ts'
import { formatBytes } from './bytes.ts'
import { fitted, type Look, padded, paintOf, roomOf, wrapped } from './lines.ts'
import {
  answeredWords,
  changedWords,
  measuredHead,
  measuredNote,
  measuredRows,
  placesByHand,
  proofVerdict,
  registeredWords,
  varyingWords,
  whyByHand,
  withoutAnswer,
} from './proofWords.ts'

type Requests = NonNullable<Proof['requests']>

const shown = 6

/** The result of `prove` for a terminal. No line is wider than the look. */
export function renderProof(proof: Proof, look: Look): string {
  const lines = [
    ...headLines(proof, look),
    ...mainLines(proof, look),
    ...handLines(proof, look),
    ...noteLines(proof, look),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

/** The same in a report, whose findings say how to mend what is left to be mended by hand. */
export function proofLines(proof: Proof, look: Look): string[] {
  return [...mainLines(proof, look), ...handTitles(proof, look), ...noteLines(proof, look)]
}

function mainLines(proof: Proof, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  return [
    ...wrapped(proofVerdict(proof), room).map((line) => paint.bold(line)),
    ...remedyLines(proof, look),
    ...tableLines(proof, look),
    ...sameLines(proof, look),
  ]
}

function noteLines({ notes }: Proof, look: Look): string[] {
  return notes.flatMap((note) => ['', ...wrapped(note, roomOf(look)).map((line) => paintOf(look).dim(line))])
}

function headLines(proof: Proof, look: Look): string[] {
  const { tool, subject } = proof
  const [paint, room] = [paintOf(look), roomOf(look)]
  const about = [
    `${tool.name} ${tool.version}`,
    ...(subject.nodeVersion === null ? [] : [`Node ${subject.nodeVersion}`]),
    ...subject.frameworks.map(({ name, version }) => `${name} ${version ?? ''}`.trim()),
  ]
  return [
    paint.bold(fitted(subject.name, room)),
    ...wrapped(about.join(' · '), room).map((line) => paint.dim(line)),
    '',
  ]
}

function remedyLines({ remedies }: Proof, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  if (remedies.length === 0) return []
  return [
    '',
    paint.bold('Applied in memory'),
    ...remedies.flatMap((remedy) => [
      `  ${padded(fitted(remedy.name, room - 20), room - 18)}${formatBytes(remedy.predictedBytes).padStart(12)}`,
      ...wrapped(remedy.does, room - 4).map((line) => `    ${line}`),
      ...wrapped(changedWords(remedy), room - 4).map((line) => paint.dim(`    ${line}`)),
    ]),
  ]
}

function tableLines(proof: Proof, look: Look): string[] {
  const { measured } = proof
  if (measured === null) return []
  const [paint, room] = [paintOf(look), roomOf(look)]
  // A narrow terminal goes without the range.
  const columns = Math.min(11, Math.floor((room - 12) / 3))
  const line = ([name, ...cells]: readonly string[]) => {
    const range = room >= 65 ? cells[3].padStart(20) : ''
    return `  ${padded(name, 10)}${cells
      .slice(0, 3)
      .map((cell) => cell.padStart(columns))
      .join('')}${range}`
  }
  const [head, ...rows] = measuredRows(proof, measured)
  return [
    '',
    ...wrapped(measuredHead(measured), room).map((text) => paint.bold(text)),
    paint.dim(line(head)),
    ...rows.map(line),
    ...wrapped(measuredNote, room - 2).map((text) => paint.dim(`  ${text}`)),
  ]
}

function sameLines({ routes, requests }: Proof, look: Look): string[] {
  if (routes === null) return []
  const [paint, room] = [paintOf(look), roomOf(look)]
  const list = (texts: readonly string[]) => [
    ...texts.slice(0, shown).map((text) => `    ${fitted(text, room - 4)}`),
    ...(texts.length > shown ? [`    and ${texts.length - shown} more`] : []),
  ]
  const lines = [
    ...marked(routes.equal ? '✔' : '✖', registeredWords(routes), look),
    ...list([...routes.missing.map((text) => `− ${text}`), ...routes.added.map((text) => `+ ${text}`)]),
    ...(requests === null ? marked('–', noRequests, look) : requestLines(requests, list, look)),
  ]
  return ['', paint.bold('Still the same'), ...lines]
}

const noRequests = 'no requests: --get asks paths without parameters, --request any other'

/** A mark in the margin, and what it is of. */
function marked(mark: '✔' | '✖' | '–', text: string, look: Look): string[] {
  const paint = paintOf(look)
  const tone = { '✔': (line: string) => line, '✖': paint.red, '–': paint.dim }[mark]
  return wrapped(text, roomOf(look) - 4).map((line, at) => tone(`  ${at === 0 ? mark : ' '} ${line}`))
}

function requestLines(requests: Requests, list: (texts: readonly string[]) => string[], look: Look): string[] {
  const { equal, different, varying, unanswered } = requests
  const silent = withoutAnswer(requests)
  return [
    ...(equal === null ? [] : marked(equal ? '✔' : '✖', answeredWords(requests), look)),
    ...list(different.map(({ request, what, before, after }) => `${request}: ${what} ${before} → ${after}`)),
    ...(varying.length === 0 ? [] : marked('–', varyingWords(requests), look)),
    ...list(varying),
    ...(silent === null ? [] : marked('–', silent, look)),
    ...list(unanswered.map(({ request }) => request)),
  ]
}

function handLines({ byHand }: Proof, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  if (byHand.length === 0) return []
  const indented = (text: string) => wrapped(text, room - 4).map((line) => `    ${line}`)
  return [
    '',
    paint.bold('To mend by hand'),
    ...byHand.flatMap((item) => [
      ...titleLines(item, look),
      ...indented(`${whyByHand(item)}. ${item.remedy}`),
      ...placesByHand(item, shown)
        .flatMap(indented)
        .map((line) => paint.dim(line)),
      ...(item.diff?.trimEnd().split('\n') ?? []).map((line) => `    ${fitted(line, room - 4)}`),
    ]),
  ]
}

function handTitles({ byHand }: Proof, look: Look): string[] {
  if (byHand.length === 0) return []
  const [paint, room] = [paintOf(look), roomOf(look)]
  return [
    '',
    paint.bold('To mend by hand'),
    ...byHand.flatMap((item) => [
      ...titleLines(item, look),
      ...wrapped(`${whyByHand(item)}.`, room - 4).map((line) => paint.dim(`    ${line}`)),
    ]),
  ]
}

function titleLines({ title, savingBytes }: Proof['byHand'][number], look: Look): string[] {
  const room = roomOf(look)
  const [first, ...rest] = wrapped(title, room - 20)
  return [`  ${padded(first, room - 18)}${formatBytes(savingBytes).padStart(12)}`, ...rest.map((line) => `  ${line}`)]
}
