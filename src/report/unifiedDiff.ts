const around = 2

interface Edit {
  /** Number of the line that goes, from 1. */
  readonly line: number
  readonly lines: readonly string[]
}

/** What `git apply` and `patch` take: the file with these lines in the place of those. Edits are in order of their lines. */
export function unifiedDiff(file: string, text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n')
  // A file that ends with a line break has no line after it.
  if (lines[lines.length - 1] === '') lines.pop()
  const name = file.replaceAll('\\', '/')
  const hunks: string[] = []
  let grown = 0
  for (const near of neighbours(edits)) {
    const from = Math.max(1, near[0].line - around)
    const to = Math.min(lines.length, near[near.length - 1].line + around)
    const body: string[] = []
    let added = 0
    for (let line = from; line <= to; line++) {
      const edit = near.find((each) => each.line === line)
      if (edit === undefined) body.push(` ${lines[line - 1]}`)
      else {
        const kept = edit.lines[0] === lines[line - 1]
        body.push(`${kept ? ' ' : '-'}${lines[line - 1]}`, ...edit.lines.slice(kept ? 1 : 0).map((each) => `+${each}`))
        added += edit.lines.length - 1
      }
    }
    const length = to - from + 1
    hunks.push(`@@ -${from},${length} +${from + grown},${length + added} @@`, ...body)
    grown += added
  }
  return `${[`--- a/${name}`, `+++ b/${name}`, ...hunks].join('\n')}\n`
}

/** Edits that are so near that their surroundings touch. */
function neighbours(edits: readonly Edit[]): Edit[][] {
  const groups: Edit[][] = []
  for (const edit of edits) {
    const last = groups.at(-1)
    if (last !== undefined && edit.line - last[last.length - 1].line <= 2 * around) last.push(edit)
    else groups.push([edit])
  }
  return groups
}
