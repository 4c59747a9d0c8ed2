/** A line of a file, by its number from 1, and what is to stand in its place. */
export interface LineEdit {
  readonly line: number
  readonly lines: readonly string[]
}

/**
 * How a finding can be mended in the text of a module, by finding code. Null where the text does not say for certain what to
 * change: an edit that might be wrong is worse than none. `library` is what the finding is about, as its marks give it.
 */
export type Edits = Readonly<Record<string, (text: string, library: string) => readonly LineEdit[] | null>>

/** A call of an imported function. */
export interface Call {
  /** From 1. */
  readonly line: number
  readonly text: string
  /** What stands before the arguments, the bracket included, and from there to the end of the line. */
  readonly before: string
  readonly after: string
  /** The line that imports the function, and whether it is an `import`. */
  readonly importedAt: number
  readonly isModule: boolean
}

/** The only call in `text` of what it imports from `from` by one of these names; undefined where there is none, or another. */
export function onlyCall(text: string, from: string, names: readonly string[]): Call | undefined {
  const lines = text.split('\n')
  const imported = lines.flatMap((line, index) => importsIn(line, from, names).map((found) => ({ ...found, index })))
  if (imported.length !== 1) return undefined
  const [{ name, isModule, index }] = imported
  const pattern = new RegExp(`(?<![\\w$.'"\`])${name.replaceAll('$', '\\$')}\\(`, 'g')
  const calls = lines.flatMap((line, at) =>
    isComment(line) ? [] : [...line.matchAll(pattern)].map((match) => ({ at, match })),
  )
  if (calls.length !== 1) return undefined
  const [{ at, match }] = calls
  const cut = match.index + match[0].length
  const before = lines[at].slice(0, cut)
  if (/function\s+\S*$/.test(before) || isInString(before)) return undefined
  return { line: at + 1, text: lines[at], before, after: lines[at].slice(cut), importedAt: index + 1, isModule }
}

function importsIn(line: string, from: string, names: readonly string[]): { name: string; isModule: boolean }[] {
  const quoted = `['"]${from}['"]`
  const clause =
    new RegExp(`^import\\s+(?!type\\b)(.+?)\\s+from\\s+${quoted}`).exec(line)?.[1] ??
    new RegExp(`^(?:const|let|var)\\s+(.+?)\\s*=\\s*require\\(${quoted}\\)\\s*;?\\s*$`).exec(line)?.[1]
  if (clause === undefined) return []
  const isModule = line.startsWith('import')
  const [, whole, listed = ''] = /^([\w$]+)?\s*,?\s*(?:\{(.*)\})?$/.exec(clause) ?? []
  const parts = listed.split(',').flatMap((part) => {
    const [, original, renamed] = /^\s*([\w$]+)(?:\s*(?:\bas\b|:)\s*([\w$]+))?\s*$/.exec(part) ?? []
    return original !== undefined && names.includes(original) ? [renamed ?? original] : []
  })
  const found = [...(whole !== undefined && names.includes('default') ? [whole] : []), ...parts]
  return found.map((name) => ({ name, isModule }))
}

const isComment = (line: string): boolean => /^\s*(\/\/|\*|\/\*)/.test(line)

/** Whether a quote is open at the end; what cannot be told counts as open. */
const isInString = (text: string): boolean =>
  ["'", '"', '`'].some((quote) => text.split(quote).length % 2 === 0) || text.includes('//')

/** The arguments up to the closing bracket of a call that ends on its line; undefined where they go on, or hold a quote. */
export function argumentsOf({ after }: Call): { readonly given: string; readonly rest: string } | undefined {
  let depth = 0
  for (let at = 0; at < after.length; at++) {
    const one = after[at]
    if ('([{'.includes(one)) depth++
    else if (')]}'.includes(one) && depth-- === 0) return { given: after.slice(0, at).trim(), rest: after.slice(at) }
    else if ('\'"`/'.includes(one)) return undefined
  }
  return undefined
}

/** One more option in the object that a call is given; null where that cannot be told for certain. */
export function withOption(call: Call | undefined, option: string): readonly LineEdit[] | null {
  if (call === undefined) return null
  const { line, before, after } = call
  const open = /^\s*\{\s*$/.test(after)
  if (open) return [{ line, lines: [call.text, `${/^\s*/.exec(call.text)![0]}  ${option},`] }]
  const parts = argumentsOf(call)
  if (parts === undefined) return null
  const { given, rest } = parts
  if (given === '' || /^\{\s*\}$/.test(given)) return [{ line, lines: [`${before}{ ${option} }${rest}`] }]
  if (/^[\w$]+$/.test(given)) return [{ line, lines: [`${before}{ ...${given}, ${option} }${rest}`] }]
  return given.startsWith('{') && given.endsWith('}')
    ? [{ line, lines: [`${before}{ ${option}, ${given.slice(1).trimStart()}${rest}`] }]
    : null
}
