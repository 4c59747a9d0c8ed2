/**
 * The first of these places in the order of files and lines, which is the same for every boot; the order of the heap is not. A
 * whole module begins its file and says no more, so it comes after all others.
 */
export function firstPlace(places: readonly string[]): string | undefined {
  return places.map(taken).sort(inOrder)[0]?.place
}

interface Taken {
  readonly place: string
  readonly isModule: boolean
  readonly file: string
  readonly line: number
  readonly column: number
}

function taken(place: string): Taken {
  const [, file, line, column] = /^(.*):(\d+):(\d+)$/s.exec(place) ?? [place, place, 0, 0]
  return { place, isModule: /:1:1$/.test(place), file: String(file), line: Number(line), column: Number(column) }
}

function inOrder(a: Taken, b: Taken): number {
  if (a.isModule !== b.isModule) return a.isModule ? 1 : -1
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}
