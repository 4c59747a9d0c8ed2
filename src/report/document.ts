import type { OwnedGroups } from '../attribute/attribution.ts'
import type { HeapPathStep } from '../attribute/heapPath.ts'
import { partNames } from '../attribute/parts.ts'
import type { HeapFacts } from '../findings/facts.ts'
import type { Finding } from '../findings/finding.ts'
import { owningRoutes } from '../findings/repeatedValidator.ts'
import type { Edits } from '../recognise/edits.ts'
import { isValidator, type Mark, type RouteMark } from '../recognise/mark.ts'
import type { Phrases } from '../recognise/phrases.ts'
import { isTool } from '../recognise/toolMark.ts'
import type { Bytes, NodeIndex } from '../snapshot/snapshot.ts'
import { duplicateTrees } from './duplicates.ts'
import { findingEntries } from './findingEntries.ts'
import { type HolderSources, holderEntries } from './holderEntries.ts'
import type {
  ConstructorEntry,
  Coverage,
  Parts,
  Phase,
  RegistryEntry,
  Report,
  Repository,
  RouteEntry,
  Subject,
  Totals,
} from './report.ts'
import { routeEntries, routerEntries } from './routeEntries.ts'
import { routeKeys } from './routeKeys.ts'
import { schemaEntries } from './schemaEntries.ts'
import { validatorEntries } from './validatorEntries.ts'

/** What a report is described from. Everything is computed already; here it gets its names and its order. */
export interface Described {
  readonly tool: Report['tool']
  readonly subject: Omit<Subject, 'frameworks'>
  /** Versions by framework, where the app told them. */
  readonly frameworkVersions: ReadonlyMap<string, string | null>
  readonly phases: readonly Phase[]
  readonly facts: HeapFacts
  readonly findings: readonly Finding[]
  /** Shares of all owners of `facts.attribution` by part, in rows. */
  readonly partShares: Float64Array
  /** The attribution in which validators own too, for their own table. */
  readonly validatorBytes: OwnedGroups
  readonly reclaimableBytes: Bytes
  readonly addedBytes: Bytes | null
  readonly coverage: Coverage | null
  readonly unattributed: readonly ConstructorEntry[]
  readonly notes: readonly string[]
  readonly phrasesOf: (framework: string) => Phrases | undefined
  /** `file:line:column` of a mark, or null. */
  readonly sourceOf: (mark: Mark) => string | null
  /** By what answers for a route the function that a helper made it around, where there is one. */
  readonly wrappedHandlers: ReadonlyMap<NodeIndex, NodeIndex>
  readonly pathTo: (node: NodeIndex) => readonly HeapPathStep[]
  /** The variable that holds a node, its file named as in `sourceOf`. */
  readonly holderOf: HolderSources['holderOf']
  /** Shares of all owners of `validatorBytes` by part, in rows. */
  readonly validatorParts: Float64Array
  readonly files: UserFiles
  readonly repository: Repository | null
}

/** The user's files, and what can be told from them. */
export interface UserFiles {
  /** Text of a file as it is named in the report; null where it may not be read. */
  readonly textOf: (file: string) => string | null
  /** Whether lines of them may be in the document. */
  readonly withCode: boolean
  /** Files in which an app begins. */
  readonly main: readonly string[]
  /** How findings of this code are mended in a file, in the frameworks of the app. */
  readonly editsOf: (code: string) => readonly Edits[string][]
}

/** The report document. The same input gives the same document, to the byte. */
export function describeReport(input: Described): Report {
  const { facts } = input
  const keys = routeKeys(
    facts.marks.filter((mark) => mark.kind === 'route'),
    (route) => facts.states.get(route) ?? 'live',
  )
  const validators = validatorEntries(input, keys)
  const routers = routerEntries(input)
  const routes = routeEntries(input, keys, routers.indexOf, validators.indicesOf)
  const indexOf = new Map(routes.map(({ key }, index) => [key, index]))
  const routeIndexOf = (route: RouteMark) => indexOf.get(keys.get(route) ?? '') ?? 0
  const holders = holderEntries({ ...input, ...input.files })
  return {
    schema: 'routeheap/report@1',
    tool: input.tool,
    subject: { ...input.subject, frameworks: frameworks(input) },
    policy: facts.heap.graph.policy,
    totals: totals(input),
    phases: input.phases,
    routes,
    routers: routers.entries,
    validators: validators.entries,
    schemas: schemaEntries(facts, input.findings, routeIndexOf),
    registries: registryEntries(facts),
    findings: findingEntries(input, keys, holders),
    holders: holders.entries,
    duplicates: duplicateTrees({
      ...facts,
      findings: input.findings,
      routes,
      routers: routers.entries,
      validators: validators.entries,
      routeIndexOf,
      routerIndexOf: routers.indexOf,
      holderOf: holders.of,
    }),
    parts: partsOfAll(routes),
    coverage: input.coverage,
    unattributed: input.unattributed,
    repository: input.repository,
    notes: input.notes,
    proof: null,
    floor: null,
  }
}

const partsOfAll = (routes: readonly RouteEntry[]): Parts =>
  Object.fromEntries(
    partNames.map((name) => [name, routes.reduce((sum, { parts }) => sum + parts[name], 0)]),
  ) as unknown as Parts

function frameworks({ facts, frameworkVersions }: Described): Subject['frameworks'] {
  const routes = new Map<string, number>([...frameworkVersions.keys()].map((name) => [name, 0]))
  for (const mark of facts.marks) {
    if (mark.kind !== 'route') continue
    routes.set(mark.framework, (routes.get(mark.framework) ?? 0) + (mark.middleware ? 0 : 1))
  }
  return [...routes]
    .map(([name, count]) => ({ name, version: frameworkVersions.get(name) ?? null, routes: count }))
    .sort((a, b) => b.routes - a.routes || (a.name < b.name ? -1 : 1))
}

function totals({ facts, reclaimableBytes, addedBytes }: Described): Totals {
  const { attribution, marks, states } = facts
  const shareOf = (isIt: (mark: Mark) => boolean): Bytes =>
    attribution.owners.reduce((sum, mark, owner) => (isIt(mark) ? sum + attribution.share[owner] : sum), 0)
  const isForRoutes = libraryFilter(facts)
  const counted = marks.filter((mark) => mark.kind === 'route' && !mark.middleware)
  const inState = (state: string): number =>
    counted.filter((mark) => mark.kind === 'route' && states.get(mark) === state).length
  return {
    reachableBytes: attribution.reachableBytes,
    ownedBytes: attribution.reachableBytes - attribution.backgroundBytes,
    backgroundBytes: attribution.backgroundBytes,
    toolBytes: shareOf(isTool),
    routeBytes: shareOf((mark) => mark.kind === 'route'),
    routerBytes: shareOf((mark) => mark.kind === 'router'),
    validatorBytes: shareOf((mark) => isValidator(mark) || mark.kind === 'schema'),
    registryBytes: shareOf((mark) => mark.kind === 'registry' && !isTool(mark)),
    retainedBytes: shareOf((mark) => 'framework' in mark || ('library' in mark && isForRoutes(mark.library))),
    unreachableBytes: attribution.unreachableBytes,
    reclaimableBytes,
    routes: counted.length,
    liveRoutes: inState('live'),
    deadRoutes: inState('dead'),
    shadowedRoutes: inState('shadowed'),
    unknownRoutes: facts.servesRoutes ? 0 : inState('live'),
    addedBytes,
  }
}

/** Whether a library is there for the routes: they have validators or schemas of it, or it has none at all. */
function libraryFilter(facts: HeapFacts): (library: string) => boolean {
  const used = new Map<string, boolean>([['routeheap', false]])
  for (const mark of facts.marks) {
    if (!isValidator(mark) && mark.kind !== 'schema') continue
    if (used.get(mark.library) === true) continue
    used.set(mark.library, owningRoutes(facts, mark.leading[0]).length > 0)
  }
  return (library) => used.get(library) ?? true
}

/** What the preload keeps in the app is a registry of ours: it owns what nothing else holds. */
function registryEntries({ attribution, heap }: HeapFacts): RegistryEntry[] {
  const { nodes } = heap.graph.snapshot
  return attribution.owners
    .flatMap((mark, owner) =>
      mark.kind === 'registry' && !isTool(mark)
        ? {
            library: mark.library,
            name: mark.name,
            exclusiveBytes: attribution.exclusive[owner],
            shareBytes: attribution.share[owner],
            keyBytes: mark.keys.reduce((sum, key) => sum + nodes.selfSize[key], 0),
            nodeId: nodes.id[mark.leading[0]],
          }
        : [],
    )
    .sort((a, b) => b.shareBytes - a.shareBytes || a.nodeId - b.nodeId)
}
