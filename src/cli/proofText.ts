import type { Proof } from '../index.ts'
import { countOf, digitsIn, formatBytes, formatCount, scaleOf } from '../report/bytes.ts'
import { fitted, type Look, padded, paintOf, roomOf, wrapped } from '../report/lines.ts'
import { comparedCount, nothingMeasured, whyByHand, withoutAnswer } from '../report/proofWords.ts'

type Comparison = NonNullable<Proof['measured']>
type Sides = Comparison['heapBytes']
type Requests = NonNullable<Proof['requests']>

const shown = 6

/** The proof for a terminal. No line is wider than the look. */
export function proofText(proof: Proof, look: Look): string {
  const lines = [
    ...headLines(proof, look),
    ...remedyLines(proof, look),
    ...tableLines(proof, look),
    ...sameLines(proof, look),
    ...handLines(proof, look),
    ...proof.notes.flatMap((note) => ['', ...wrapped(note, roomOf(look)).map((line) => paintOf(look).dim(line))]),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
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
    ...wrapped(verdictOf(proof), room).map((line) => paint.bold(line)),
  ]
}

function verdictOf(proof: Proof): string {
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

function remedyLines({ remedies }: Proof, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  if (remedies.length === 0) return []
  return [
    '',
    paint.bold('Applied in memory'),
    ...remedies.flatMap(({ name, does, count, places, predictedBytes, findings }) => [
      `  ${padded(fitted(name, room - 20), room - 18)}${formatBytes(predictedBytes).padStart(12)}`,
      ...wrapped(does, room - 4).map((line) => `    ${line}`),
      ...wrapped(
        `${[...new Set(findings)].join(', ')}: ${formatCount(count)}; ${countOf(places, 'place')} changed`,
        room - 4,
      ).map((line) => paint.dim(`    ${line}`)),
    ]),
  ]
}

function tableLines({ measured, predictedBytes, shellBytes }: Proof, look: Look): string[] {
  if (measured === null) return []
  const [paint, room] = [paintOf(look), roomOf(look)]
  const scale = scaleOf(Math.max(measured.rssBytes.before.mean, measured.heapBytes.before.mean))
  const bytes = (value: number) => digitsIn(scale, value)
  const milliseconds = (value: number) => formatCount(value)
  const row = (name: string, { before, after, saved }: Sides, text: (value: number) => string) =>
    line([
      name,
      text(before.median),
      text(after.median),
      text(saved.median),
      `${text(saved.least)} to ${text(saved.most)}`,
    ])
  return [
    '',
    paint.bold(`Measured, medians of ${countOf(measured.runs, 'boot')} a side`),
    paint.dim(line([scale.unit, 'as it is', 'remedied', 'saved', 'from … to'])),
    line(['predicted', '', '', bytes(predictedBytes - shellBytes), '']),
    row('heap', measured.heapBytes, bytes),
    row('RSS', measured.rssBytes, bytes),
    ...(measured.pssBytes === null ? [] : [row('PSS', measured.pssBytes, bytes)]),
    ...(measured.bootMs === null ? [] : [row('boot, ms', measured.bootMs, milliseconds)]),
    ...wrapped(
      'heap: after collections, above the bare process. RSS and PSS: the whole process, V8 without optimised code.',
      room - 2,
    ).map((text) => paint.dim(`  ${text}`)),
  ]
}

const line = ([name, ...cells]: readonly string[]): string =>
  `  ${padded(name, 10)}${cells.map((cell, at) => cell.padStart(at === 3 ? 20 : 11)).join('')}`

function sameLines({ routes, requests }: Proof, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  const list = (texts: readonly string[]) => [
    ...texts.slice(0, shown).map((text) => `    ${fitted(text, room - 4)}`),
    ...(texts.length > shown ? [`    and ${texts.length - shown} more`] : []),
  ]
  if (routes === null) return []
  const removed =
    routes.removed === 0 ? '' : `, but for ${countOf(routes.removed, 'HEAD route')} that the remedy removes`
  const lines = routes.equal
    ? wrapped(`✔ ${countOf(routes.count, 'registration')} of routes the same${removed}`, room - 4).map(
        (text, at) => `${at === 0 ? '  ' : '    '}${text}`,
      )
    : [
        paint.red('  ✖ registrations of routes differ'),
        ...list([...routes.missing.map((text) => `− ${text}`), ...routes.added.map((text) => `+ ${text}`)]),
      ]
  if (requests === null)
    return [
      '',
      paint.bold('Still the same'),
      ...lines,
      paint.dim('  – no requests: --get asks paths without parameters, --request any other'),
    ]
  return ['', paint.bold('Still the same'), ...lines, ...requestLines(requests, list, look)]
}

function requestLines(requests: Requests, list: (texts: readonly string[]) => string[], look: Look): string[] {
  const { equal, different, varying, unanswered } = requests
  const compared = comparedCount(requests)
  const silent = withoutAnswer(requests)
  const lines: string[] = []
  if (equal === true) lines.push(`  ✔ ${countOf(compared, 'request')} answered the same: status, headers, body`)
  if (equal === false)
    lines.push(
      paintOf(look).red(`  ✖ ${formatCount(different.length)} of ${countOf(compared, 'request')} answered otherwise`),
      ...list(different.map(({ request, what, before, after }) => `${request}: ${what} ${before} → ${after}`)),
    )
  if (varying.length > 0)
    lines.push(
      `  – ${countOf(varying.length, 'request')} not compared: two boots as it is answer differently`,
      ...list(varying),
    )
  if (silent !== null)
    lines.push(
      ...wrapped(silent, roomOf(look) - 4).map((line, i) => `  ${i === 0 ? '–' : ' '} ${line}`),
      ...list(unanswered.map(({ request }) => request)),
    )
  return lines
}

function handLines({ byHand }: Proof, look: Look): string[] {
  const [paint, room] = [paintOf(look), roomOf(look)]
  if (byHand.length === 0) return []
  const indented = (text: string) => wrapped(text, room - 4).map((line) => `    ${line}`)
  return [
    '',
    paint.bold('To mend by hand'),
    ...byHand.flatMap((item) => {
      const [first, ...rest] = wrapped(item.title, room - 20)
      return [
        `  ${padded(first, room - 18)}${formatBytes(item.savingBytes).padStart(12)}`,
        ...rest.map((line) => `  ${line}`),
        ...indented(`${whyByHand(item)}. ${item.remedy}`),
        ...placesOf(item)
          .flatMap(indented)
          .map((line) => paint.dim(line)),
        ...(item.diff?.trimEnd().split('\n') ?? []).map((line) => `    ${fitted(line, room - 4)}`),
      ]
    }),
  ]
}

/** Variables that keep it, and the place to look at first unless it is one of theirs. */
function placesOf({ source, heldBy }: Proof['byHand'][number]): string[] {
  const held = heldBy.slice(0, shown).map((one) => `held by ${[one.name, one.source ?? []].flat().join(', ')}`)
  const more = heldBy.length > shown ? [`and ${heldBy.length - shown} more variables`] : []
  return [...held, ...more, ...(source === null || heldBy.some((one) => one.source === source) ? [] : [`at ${source}`])]
}
