import type { Finding } from '../findings/finding.ts'
import type { Mark, RouteMark } from '../recognise/mark.ts'
import { codeFrame, placeOf } from './codeFrame.ts'
import type { Described } from './document.ts'
import { findingWords } from './findingWords.ts'
import type { HolderEntries } from './holderEntries.ts'
import type { FindingEntry } from './report.ts'
import { unifiedDiff } from './unifiedDiff.ts'

/** Findings as the document has them, in the order in which they were found: errors first, then by saving. */
export function findingEntries(
  input: Described,
  keys: ReadonlyMap<Mark, string>,
  holders: HolderEntries,
): FindingEntry[] {
  return input.findings.map((finding) => {
    const words = findingWords(finding, input.phrasesOf)
    const { id } = input.facts.heap.graph.snapshot.nodes
    const first = finding.evidence[0]
    const source = findingSource(input.sourceOf, finding)
    return {
      code: finding.code,
      severity: finding.severity,
      title: words.title,
      count: finding.count,
      savingBytes: finding.savingBytes,
      cachedBytes: Number(finding.facts.cachedBytes ?? 0),
      routes: finding.routes.map((route) => keys.get(route) ?? ''),
      remedy: words.remedy,
      why: words.why,
      source,
      frame: input.files.withCode ? codeFrame(source, input.files.textOf) : null,
      holders: [...new Set(finding.removable.flatMap((mark) => holders.of(mark) ?? []))],
      diff: input.files.withCode ? diffOf(input, finding) : null,
      evidence: [...new Set(finding.evidence)].slice(0, 20).map((node) => id[node]),
      retainingPath: first === undefined ? null : input.pathTo(first),
    }
  })
}

/**
 * Where the thing itself is, else the first of those that could go or of the routes it is about that has a place. Which of
 * equal ones could go is chance, so of a group it is the place that comes first by its text, whether that one stays or not,
 * and of routes that of the first by path and method.
 */
export function findingSource(
  sourceOf: Described['sourceOf'],
  { evidence, removable, groups, routes }: Pick<Finding, 'evidence' | 'removable' | 'groups' | 'routes'>,
): string | null {
  const telling = removable.find((mark) => mark.leading[0] === evidence[0])
  const found = telling === undefined ? null : sourceOf(telling)
  if (found !== null) return found
  for (const group of groups) {
    const [first] = group.flatMap((mark) => sourceOf(mark) ?? []).sort()
    if (first !== undefined) return first
  }
  for (const marks of [removable, [...routes].sort(byPath)])
    for (const mark of marks) {
      const source = sourceOf(mark)
      if (source !== null) return source
    }
  return null
}

function byPath(a: RouteMark, b: RouteMark): number {
  const [x, y] = [a, b].map(({ path, method }) => `${path} ${method}`)
  return x < y ? -1 : x > y ? 1 : 0
}

/** Routes whose files are looked into for what to change. */
const routesLookedAt = 50

/** A diff, where exactly one file of those that have to do with it says what to change. */
function diffOf({ files, sourceOf }: Described, { code, routes, count, facts, framework }: Finding): string | null {
  // What changes the one place changes nothing for instances that share nothing.
  if (Number(facts.apart) === count || facts.packages !== undefined) return null
  const edits = files.editsOf(code)
  if (edits.length === 0) return null
  const sources = routes.slice(0, routesLookedAt).map((route) => placeOf(sourceOf(route) ?? '')?.file)
  const names = [...new Set([...files.main, ...sources.filter((file) => file !== undefined)])]
  const diffs = names.flatMap((name) => {
    const text = files.textOf(name)
    if (text === null || text.includes('\r')) return []
    const found = edits.flatMap((edit) => edit(text, framework) ?? [])
    return found.length === 0 ? [] : [unifiedDiff(name, text, found)]
  })
  return diffs.length === 1 ? diffs[0] : null
}
