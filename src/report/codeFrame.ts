import type { CodeFrame } from './evidence.ts'

/** Lines before and after the one that it is about. */
const around = 2
const longest = 160

/** `file:line:column` taken apart; undefined where there is no line. */
export function placeOf(source: string): { file: string; line: number } | undefined {
  const [, file, line] = /^(.*?):(\d+)(?::\d+)?$/s.exec(source) ?? []
  return file === undefined ? undefined : { file, line: Number(line) }
}

/** The lines around a place; null where the file is not the user's or has no such line. Long lines are cut. */
export function codeFrame(source: string | null, textOf: (file: string) => string | null): CodeFrame | null {
  const place = source === null ? undefined : placeOf(source)
  const text = place === undefined ? null : textOf(place.file)
  if (place === undefined || text === null) return null
  const lines = text.split(/\r?\n/)
  if (place.line < 1 || place.line > lines.length) return null
  const first = Math.max(1, place.line - around)
  const shown = lines.slice(first - 1, place.line + around)
  while (shown.length > 1 && shown[shown.length - 1].trim() === '' && first + shown.length - 1 > place.line) shown.pop()
  return { ...place, first, lines: shown.map((line) => (line.length > longest ? `${line.slice(0, longest)}…` : line)) }
}
