import { readFileSync, realpathSync, statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'

/** Files that are longer are generated, and nobody reads them in a report. */
const longest = 1_000_000

/**
 * The text of a file of the user's, as it is named in a report: below `folder`, not of a package. Null for all others,
 * and for what is not there. Each file is read once.
 */
export function userFiles(folder: string): (name: string) => string | null {
  const texts = new Map<string, string | null>()
  return (name) => {
    if (!texts.has(name)) texts.set(name, textBelow(folder, name))
    return texts.get(name) ?? null
  }
}

function textBelow(folder: string, name: string): string | null {
  try {
    // A link may lead out of the folder, so it is the real place that counts.
    const path = realpathSync(resolve(folder, name))
    const below = relative(realpathSync(folder), path)
    if (below.startsWith('..') || resolve(folder, below) === below || below.split(sep).includes('node_modules'))
      return null
    const { size } = statSync(path)
    return size > longest ? null : readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
