import type { Finding } from '../findings/finding.ts'
import { lastHandler, routesByRouter } from '../liveness/routeLists.ts'
import type { States } from '../liveness/states.ts'
import type { Mark, RouteMark } from '../recognise/mark.ts'
import type { DuplicateTree } from './evidence.ts'
import { repeatedMounts } from './repeatedMounts.ts'
import type { RouteEntry, RouterEntry, ValidatorEntry } from './report.ts'

/** What duplicate trees are told from: marks with their states, and where each stands in the document. */
export interface DuplicateSources {
  readonly marks: readonly Mark[]
  readonly states: States
  readonly findings: readonly Finding[]
  readonly routes: readonly RouteEntry[]
  readonly routers: readonly RouterEntry[]
  readonly validators: readonly ValidatorEntry[]
  /** Index into `routes`. */
  readonly routeIndexOf: (route: RouteMark) => number
  readonly routerIndexOf: (router: number | null) => number | null
  /** Index into the holders of the document. */
  readonly holderOf: (mark: Mark) => number | null
}

/** How many pairs are looked at, at most; trees after that have no counterparts. */
const mostLooks = 5_000_000

/** Trees that are there twice: dead ones, shadowed ones, repeated mounts; each kind largest first. */
export function duplicateTrees(sources: DuplicateSources): DuplicateTree[] {
  const { findings, routes, validators } = sources
  const findingOf = (...codes: readonly string[]) => {
    const at = findings.findIndex(({ code }) => codes.includes(code))
    return at < 0 ? null : at
  }
  const largest = (trees: DuplicateTree[]) => trees.sort((a, b) => b.bytes - a.bytes || a.routes[0] - b.routes[0])
  return [
    ...largest(leftBehind(sources, 'dead', findingOf('dead-route-tree'))),
    ...largest(leftBehind(sources, 'shadowed', findingOf('shadowed-route'))),
    ...largest(repeatedMounts(routes, validators, findingOf('repeated-validator', 'repeated-serializer'))),
  ]
}

/** Trees of dead or shadowed routes, each with the live tree that has its handlers at the ends of its paths. */
function leftBehind(sources: DuplicateSources, kind: 'dead' | 'shadowed', finding: number | null): DuplicateTree[] {
  const { marks, states, routes, routers, routeIndexOf, routerIndexOf, holderOf } = sources
  const counted = marks.filter((mark): mark is RouteMark => mark.kind === 'route' && !mark.middleware)
  const own = counted.filter((route) => states.get(route) === kind)
  if (own.length === 0) return []
  const asked = new Set(own.map((route) => suffixKey(route, route.path ?? '')))
  const live = liveBySuffix(
    counted.filter((route) => states.get(route) === 'live'),
    asked,
  )
  const routerMarks = new Map(marks.flatMap((mark) => (mark.kind === 'router' ? [[mark.leading[0], mark]] : [])))
  const uses = new Map<string, number>()
  let looks = 0
  return [...routesByRouter(own)].map(([router, tree]) => {
    const candidates = tree.map((route) =>
      looks > mostLooks ? [] : (live.get(suffixKey(route, route.path ?? '')) ?? []),
    )
    looks += candidates.reduce((sum, { length }) => sum + length, 0)
    const { prefix, alike } = bestPrefix(tree, candidates, uses)
    const others = tree.map((route, at) => candidates[at].find((each) => prefixOf(each, route) === prefix))
    const at = routerIndexOf(router)
    const mark = router === null ? undefined : routerMarks.get(router)
    const indices = tree.map(routeIndexOf)
    const routerBytes = at !== null && kind === 'dead' ? routers[at].shareBytes : 0
    return {
      kind,
      finding,
      router: at,
      prefix: at === null ? '' : (routers[at].prefix ?? ''),
      otherPrefix: prefix ?? '',
      alike,
      routes: indices,
      others: others.map((other) => (other === undefined ? null : routeIndexOf(other))),
      bytes: indices.reduce((sum, index) => sum + routes[index].shareBytes, routerBytes),
      holder: (mark && holderOf(mark)) ?? holderOf(tree[0]),
    }
  })
}

/**
 * What most routes of the tree have in front where they answer. Trees of the same functions under the same paths cannot be
 * told apart, so each takes the next place.
 */
function bestPrefix(
  tree: readonly RouteMark[],
  candidates: readonly (readonly RouteMark[])[],
  uses: Map<string, number>,
): { prefix: string | undefined; alike: number } {
  const counts = new Map<string, number>()
  candidates.forEach((some, at) => {
    for (const prefix of new Set(some.map((each) => prefixOf(each, tree[at]))))
      counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
  })
  const most = Math.max(0, ...counts.values())
  const best = [...counts].filter(([, count]) => count === most).map(([prefix]) => prefix)
  const signature = tree.map((route) => suffixKey(route, route.path ?? '')).join('\n')
  const use = uses.get(signature) ?? 0
  uses.set(signature, use + 1)
  return { prefix: best[use % Math.max(1, best.length)], alike: best.length }
}

const suffixKey = (route: RouteMark, suffix: string): string =>
  `${lastHandler(route)} ${route.method} ${suffix === '/' ? '' : suffix}`

/** The paths that a route may have had before it was mounted: its ends, from a slash on. */
const longestWay = 12

/** Live routes by those of their keys that are in `asked`. */
function liveBySuffix(live: readonly RouteMark[], asked: ReadonlySet<string>): Map<string, RouteMark[]> {
  const found = new Map<string, RouteMark[]>()
  for (const route of live) {
    if (route.path === null || route.handlers.length === 0) continue
    add(route, suffixKey(route, ''))
    let at = route.path.length
    for (let way = 0; way < longestWay && at > 0; way++) {
      at = route.path.lastIndexOf('/', at - 1)
      if (at < 0) break
      const end = route.path.slice(at)
      if (end !== '/') add(route, suffixKey(route, end))
    }
  }
  return found

  function add(route: RouteMark, key: string): void {
    if (!asked.has(key)) return
    const list = found.get(key)
    if (list === undefined) found.set(key, [route])
    else list.push(route)
  }
}

/** What the copy has in front of the original's path. */
function prefixOf(copy: RouteMark, original: RouteMark): string {
  const [whole, end] = [copy.path ?? '', original.path ?? '']
  if (end === '' || end === '/') return whole.replace(/\/$/, '')
  return whole.slice(0, whole.length - end.length)
}
