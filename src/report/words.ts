import type { DeltaEntry, Difference } from '../diff/difference.ts'
import { countOf, formatBytes, formatCount, formatDelta, formatPercent } from './bytes.ts'
import type { Coverage, FindingEntry, Parts, Phase, Report, RouteEntry, RouterEntry, RouteState } from './report.ts'

/** The parts in the order in which they are shown: what usually weighs most comes first. */
export const partWords = {
  validators: { label: 'validators', meaning: 'generated functions that check requests' },
  serializers: { label: 'serializers', meaning: 'generated functions that write responses' },
  schemas: { label: 'schemas', meaning: 'the schema objects that these were made from' },
  handlers: { label: 'handlers', meaning: 'handler functions, hooks and what their closures hold' },
  routeObjects: { label: 'route objects', meaning: 'the objects that describe the route itself' },
  routerStructure: { label: 'router structure', meaning: 'nodes, stacks and tables of the router' },
  sourceText: { label: 'source text', meaning: 'source that generated code keeps to print itself' },
  bytecode: { label: 'bytecode', meaning: 'bytecode and feedback of compiled functions' },
} as const satisfies Record<keyof Parts, { label: string; meaning: string }>

/** What composition added: `14 % with an owner · 33 % source text · ...; most of the rest by undici 2.17 MB, ...` */
export function coverageWords(coverage: Coverage, packages: number): string {
  const { addedBytes, ownedBytes, categories, unexplainedBytes } = coverage
  const shares = Object.entries({
    'with an owner': ownedBytes,
    'source text': categories.sourceText,
    'compiled code': categories.compiledCode,
    'objects of modules': categories.moduleObjects,
    'hidden classes': categories.hiddenClasses,
    'V8 and Node.js': categories.runtime,
    unexplained: unexplainedBytes,
  })
  const largest = coverage.packages.slice(0, packages).map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`)
  const text = shares.map(([words, bytes]) => `${formatPercent(bytes, addedBytes)} ${words}`).join(' · ')
  return `${text}; most of the rest by ${largest.join(', ') || 'no package'}`
}

export const partNames = Object.keys(partWords) as (keyof Parts)[]

export const stateWords = {
  live: 'the server can dispatch to it',
  dead: 'the server cannot dispatch to it, yet it is retained',
  shadowed: 'an earlier equal route, or a copy, always answers instead',
} as const satisfies Record<RouteState, string>

/** What its state means for one route, and no more than was seen: what nothing leads to is live for lack of proof. */
export function stateText({ state, reached }: Pick<RouteEntry, 'state' | 'reached'>): string {
  if (state !== 'live' || reached === true) return stateWords[state]
  return reached === null
    ? 'nothing says that the server cannot dispatch to it'
    : 'no server was seen to lead to it, but it has no live copy, or a function that requests reach may call it'
}

export const phaseWords = {
  start: 'runtime and loader only',
  declared: 'just before the first composition call',
  composed: 'routers are put together, the app is ready',
  warm: 'after traffic',
  snapshot: 'the file that was read',
} as const satisfies Record<Phase['name'], string>

export const severityMarks = { error: '✖', warning: '⚠', note: '·' } as const satisfies Record<
  FindingEntry['severity'],
  string
>

/** Whether a document is a difference; the schema name decides. */
export function isDifference(document: Report | Difference): document is Difference {
  return document.schema === 'routeheap/diff@1'
}

/** The verdict in one sentence. */
export function verdict(report: Report): string {
  const { totals, findings } = report
  const held = heldWords(totals)
  const mendable = findings.filter((finding) => finding.severity !== 'note').length
  if (findings.length === 0 && totals.routes === 0) return `${held}.`
  if (findings.length === 0) return `${held}; nothing in it was found to be held ${wasteWords(report)}.`
  if (mendable === 0) return `${held}; what is held ${wasteWords(report)} is little.`
  const back = `mending ${countOf(mendable, 'finding')} gives`
  const bytes = `${formatBytes(totals.reclaimableBytes)} back`
  return isLeast(report)
    ? `${held}; ${back} at least ${bytes}, router trees not counted.`
    : `${held}; ${back} ${bytes}.`
}

/** What was looked for: where no server leads to a route, nobody knows what is held for nothing. */
export const wasteWords = ({ totals }: Report): string => (totals.unknownRoutes > 0 ? 'twice' : 'twice or for nothing')

/** `49 live`, `2 dead`, `1 shadowed`, those that there are; live ones only where that is known. */
export function stateCounts({ liveRoutes, deadRoutes, shadowedRoutes, unknownRoutes }: Report['totals']): string[] {
  return [
    unknownRoutes > 0
      ? `${formatCount(unknownRoutes)} live or dead, not known which`
      : `${formatCount(liveRoutes)} live`,
    ...(deadRoutes > 0 ? [`${formatCount(deadRoutes)} dead`] : []),
    ...(shadowedRoutes > 0 ? [`${formatCount(shadowedRoutes)} shadowed`] : []),
  ]
}

function heldWords({ routes, retainedBytes, reachableBytes }: Report['totals']): string {
  if (routes === 0) return 'No route was recognised in this heap'
  const retained = `${routes === 1 ? 'retains' : 'retain'} ${formatBytes(retainedBytes)}`
  return `${countOf(routes, 'route')} ${retained}, ${formatPercent(retainedBytes, reachableBytes)} of the reachable heap`
}

/** Whether routes are among what could go of which only the routes themselves count, and not what a router has to find them by. */
const isLeast = ({ findings }: Report): boolean =>
  findings.some(({ code, severity }) => severity !== 'note' && (code === 'head-twin' || code === 'alias-route'))

/**
 * `49 routes, 2 middleware`, or `12 of 49 routes, 1 of 2 middleware` where `some` of `all` are told: the totals and the
 * verdict leave middleware out.
 */
export function routeCounts(all: readonly RouteEntry[], some = all): string {
  const [middleware, shown] = [all, some].map((routes) => routes.filter((route) => route.middleware).length)
  const before = (count: number) => (some.length === all.length ? '' : `${formatCount(count)} of `)
  const routes = `${before(some.length - shown)}${countOf(all.length - middleware, 'route')}`
  return middleware === 0 ? routes : `${routes}, ${before(shown)}${formatCount(middleware)} middleware`
}

/**
 * What part of the bytes that routes retain could go; null where it is more than they do: validators and registries that
 * no route uses can go too.
 */
export function reclaimableShare(report: Report): string | null {
  const { reclaimableBytes, retainedBytes } = report.totals
  if (reclaimableBytes > retainedBytes) return null
  const share = `${formatPercent(reclaimableBytes, retainedBytes)} of what routes retain`
  return isLeast(report) ? `at least ${share}` : share
}

/** `fastify 5.12.8 · Node 20.20.2 · V8 11.3 · linux x64`, what is known of it. */
export function environment(report: Report): string {
  const { frameworks, nodeVersion, v8Version, platform, arch } = report.subject
  const machine = [platform, arch].filter((word) => word !== null).join(' ')
  return [
    ...frameworks.map(({ name, version }) => (version === null ? name : `${name} ${version}`)),
    ...(nodeVersion === null ? [] : [`Node ${nodeVersion.replace(/^v/, '')}`]),
    ...(v8Version === null ? [] : [`V8 ${v8Version}`]),
    ...(machine === '' ? [] : [machine]),
  ].join(' · ')
}

/** What a router is called where it has no prefix. */
export function routerName(router: RouterEntry): string {
  if (router.prefix === null) return `${router.framework} router @${router.nodeId}`
  return router.prefix === '' ? '/' : router.prefix
}

/** Two boots of one build differ by this much in a route, since V8 gives out room by what ran before. */
const slightBytes = 128
const slightShare = 0.01
const slightWords = `less than ${slightBytes} B or 1 %`

/** Whether what is on both sides differs by no more than two boots do. Of one process every byte counts. */
export function isSlight({ matchedBy }: Difference, { change, aBytes, bBytes, deltaBytes }: DeltaEntry): boolean {
  if (matchedBy === 'node id' || (change !== 'grew' && change !== 'shrank')) return false
  return Math.abs(deltaBytes) < Math.max(slightBytes, slightShare * Math.max(aBytes ?? 0, bBytes ?? 0))
}

/** What differs by more than two boots do; the verdict counts the same routes. */
export function changesOf(difference: Difference, entries: readonly DeltaEntry[]): DeltaEntry[] {
  return entries.filter((entry) => entry.change !== 'same' && !isSlight(difference, entry))
}

/** What became of an entry, in the words of the verdict. */
export function changeWord(difference: Difference, entry: DeltaEntry): DeltaEntry['change'] | 'nearly' {
  return isSlight(difference, entry) ? 'nearly' : entry.change
}

export type ListName = 'categories' | 'findings' | 'routes' | 'validators'

/** How much entries differ by together; nothing for findings, which save some of the same bytes. */
export function sumWords(list: ListName, entries: readonly DeltaEntry[]): string[] {
  if (list === 'findings') return []
  return [formatDelta(entries.reduce((sum, { deltaBytes }) => sum + deltaBytes, 0))]
}

/** What is left out of the lists of changes, so that it cannot hide a sum; null where there is nothing. */
export function slightSums(difference: Difference): string | null {
  const kinds = { category: 'categories', finding: 'findings', route: 'routes', validator: 'validators' } as const
  const words = Object.entries(kinds).flatMap(([one, many]) => {
    const slight = difference[many].filter((entry) => isSlight(difference, entry))
    return slight.length === 0 ? [] : [[countOf(slight.length, one, many), ...sumWords(many, slight)].join(' ')]
  })
  return words.length === 0 ? null : `Differ by ${slightWords}, as boots do: ${words.join(', ')}.`
}

/** The verdict of a difference in one sentence. */
export function differenceVerdict(difference: Difference): string {
  const changes = { added: 0, removed: 0, grew: 0, shrank: 0, same: 0, nearly: 0 }
  for (const route of difference.routes) changes[changeWord(difference, route)]++
  const words = (['added', 'removed', 'grew', 'shrank'] as const)
    .filter((change) => changes[change] > 0)
    .map((change) => `${formatCount(changes[change])} ${change}`)
  const rest = `${formatCount(changes.same)} the same${changes.nearly > 0 ? `, ${formatCount(changes.nearly)} nearly (by ${slightWords})` : ''}`
  return words.length === 0 ? `No route changed: ${rest}.` : `Routes: ${words.join(', ')}, ${rest}.`
}

const totalLabels: Readonly<Record<string, string>> = {
  reachableBytes: 'Reachable heap',
  ownedBytes: 'Owned',
  backgroundBytes: 'Background',
  toolBytes: 'routeheap and the loader',
  routeBytes: 'Routes',
  routerBytes: 'Routers',
  validatorBytes: 'Validators outside of routes',
  registryBytes: 'Registries',
  unreachableBytes: 'Unreachable',
  reclaimableBytes: 'Reclaimable',
}

/** What the key of a total or of a category is called; any other key stays as it is. */
export function totalLabel(key: string): string {
  if (Object.hasOwn(totalLabels, key)) return totalLabels[key]
  return Object.hasOwn(partWords, key) ? partWords[key as keyof Parts].label : key
}

/** A word of a command as a shell takes it: quoted where it holds more than letters, digits and what paths are made of. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
