import type { Finding } from '../findings/finding.ts'
import type { Mark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { codeFrame } from './codeFrame.ts'
import { declaration } from './declaration.ts'
import type { Holder } from './evidence.ts'

/** What of the description is needed to say what holds something. */
export interface HolderSources {
  readonly findings: readonly Finding[]
  /** The variable that holds a node; its file as it is shown. */
  readonly holderOf: (node: NodeIndex) => { readonly name: string; readonly file: string | null } | null
  /** The text of a file of the user's; null where it may not be read. */
  readonly textOf: (file: string) => string | null
  readonly withCode: boolean
}

export interface HolderEntries {
  readonly entries: readonly Holder[]
  /** Index into `entries` of what holds the mark; null where nothing is known. */
  readonly of: (mark: Mark) => number | null
}

/** Codes of findings about things that a variable keeps alive. */
const aboutHeld = new Set(['dead-route-tree', 'isomorphic-subtree'])
/** Of these, what no route leads to was built while requests were answered, and something else keeps it. */
const aboutBuilt = new Set(['repeated-schema', 'repeated-validator', 'repeated-serializer'])
const isHeld = ({ code, routes }: Finding): boolean =>
  aboutHeld.has(code) || (aboutBuilt.has(code) && routes.length === 0)
/** Marks of one finding whose path is walked. */
const most = 2_000

/** What keeps the things of the findings alive: each variable once, in the order of the findings, largest tree first. */
export function holderEntries({ findings, holderOf, textOf, withCode }: HolderSources): HolderEntries {
  const entries: Holder[] = []
  const indices = new Map<string, number>()
  const byMark = new Map<Mark, number>()
  for (const { removable } of findings.filter(isHeld)) {
    const routers = removable.filter(({ kind }) => kind !== 'route')
    for (const mark of (routers.length > 0 ? routers : removable).slice(0, most)) {
      const found = holderOf(mark.leading[0])
      if (found === null) continue
      const key = `${found.file}\n${found.name}`
      if (!indices.has(key)) {
        indices.set(key, entries.length)
        const source = sourceOf(found, textOf)
        entries.push({ name: found.name, source, frame: withCode ? codeFrame(source, textOf) : null })
      }
      byMark.set(mark, indices.get(key)!)
    }
  }
  return { entries, of: (mark) => byMark.get(mark) ?? null }
}

function sourceOf(
  { name, file }: { name: string; file: string | null },
  textOf: HolderSources['textOf'],
): string | null {
  const text = file === null ? null : textOf(file)
  const place = text === null ? undefined : declaration(text, name)
  return place === undefined ? file : `${file}:${place.line}:${place.column}`
}
