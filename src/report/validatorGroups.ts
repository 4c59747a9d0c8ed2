import type { Bytes } from '../snapshot/snapshot.ts'
import type { Report, ValidatorEntry, ValidatorParts } from './report.ts'

/** Generated functions, or schemas, of equal content: what is there once or more, and what of it would do once. */
export interface ContentGroup {
  readonly kind: ValidatorEntry['kind'] | 'schema'
  readonly library: string
  /** Its schema key or `$id`, where one of them has one. */
  readonly key: string | null
  /** What they check: body, headers, ...; sorted, each once. */
  readonly checks: readonly string[]
  /** How often it was generated, or is held. */
  readonly times: number
  /** Shares of all of them; null for schemas, whose bytes are a part of those of routes and validators. */
  readonly shareBytes: Bytes | null
  readonly parts: ValidatorParts | null
  /** Length of the source text of one of them, 0 where unknown. */
  readonly sourceBytes: Bytes
  /** Indices into `validators`, largest share first; empty for schemas. */
  readonly members: readonly number[]
  /** DevTools ids: of all validators, of the first schemas. The first one names the group in a link. */
  readonly nodeIds: readonly number[]
  /** Indices into `routes` of those that hold one, largest share first. */
  readonly routes: readonly number[]
}

/** What the document has of generated functions and schemas, by content, largest share first. One walk over each list. */
export function contentGroups(report: Report): ContentGroup[] {
  const indexOf = new Map(report.routes.map(({ key }, index) => [key, index]))
  const numbered = new Map<number, number[]>()
  const all: number[][] = []
  report.validators.forEach(({ group }, index) => {
    const known = group === null ? undefined : numbered.get(group)
    if (known !== undefined) {
      known.push(index)
      return
    }
    const members = [index]
    all.push(members)
    if (group !== null) numbered.set(group, members)
  })
  const generated = all.map((members) => groupOf(report, members, indexOf))
  const schemas = report.schemas.map(
    ({ library, key, count, nodeIds, routes }): ContentGroup => ({
      kind: 'schema',
      library,
      key,
      checks: [],
      times: count,
      shareBytes: null,
      parts: null,
      sourceBytes: 0,
      members: [],
      nodeIds,
      routes,
    }),
  )
  generated.sort((a, b) => (b.shareBytes ?? 0) - (a.shareBytes ?? 0))
  return [...generated, ...schemas]
}

function groupOf(
  { validators }: Report,
  members: readonly number[],
  indexOf: ReadonlyMap<string, number>,
): ContentGroup {
  const entries = members.map((index) => validators[index])
  const [{ kind, library }] = entries
  const sum = (sizeOf: (entry: ValidatorEntry) => Bytes) => entries.reduce((bytes, entry) => bytes + sizeOf(entry), 0)
  const routes = new Set(entries.flatMap((entry) => entry.routes.flatMap((key) => indexOf.get(key) ?? [])))
  return {
    kind,
    library,
    key: entries.find(({ key }) => key !== null)?.key ?? null,
    checks: [...new Set(entries.flatMap(({ part }) => part ?? []))].sort(),
    times: entries.length,
    shareBytes: sum(({ shareBytes }) => shareBytes),
    parts: {
      sourceText: sum(({ parts }) => parts.sourceText),
      code: sum(({ parts }) => parts.code),
      schema: sum(({ parts }) => parts.schema),
      closure: sum(({ parts }) => parts.closure),
    },
    sourceBytes: entries.reduce((most, entry) => Math.max(most, entry.sourceBytes), 0),
    members,
    nodeIds: entries.map(({ nodeId }) => nodeId),
    routes: [...routes].sort((a, b) => a - b),
  }
}
