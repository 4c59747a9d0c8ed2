import type { Parts, Report, RouteEntry, RouterEntry, RouteState } from '../report.ts'
import { nameOf, partNames, partWords, routerName } from '../words.ts'

/** One box of the map: everything that is owned, a router, a stretch of path, a route, or a part of one. */
export interface MapNode {
  /** Its place in the tree, in order of making; the same document gives the same numbers. */
  readonly id: number
  readonly label: string
  readonly kind: 'all' | 'router' | 'path' | 'route' | 'part' | 'other'
  readonly bytes: number
  readonly state: RouteState
  readonly part: keyof Parts | null
  /** Index into Report.routes, for a route and its parts. */
  readonly route: number | null
  readonly parent: MapNode | null
  readonly children: MapNode[]
}

/** A router of more routes than this is split by the next segment of their paths. */
const crowd = 24
const deepestSplit = 8
/** More branches than this are put into ranges of the alphabet, so that each can be seen. */
const widest = 48

interface Draft {
  readonly label: string
  readonly kind: MapNode['kind']
  readonly parent: MapNode | null
  readonly bytes?: number
  readonly state?: RouteState
  readonly part?: keyof Parts
  readonly route?: number
}

/**
 * What is owned, as a tree: routers, stretches of path, routes, parts. A box is as large as the shares below it,
 * so boxes add up. Validators that the app holds outside of routes and registries are beside the routers.
 */
export function mapTree(report: Report): MapNode[] {
  const nodes: MapNode[] = []
  const add = (draft: Draft): MapNode => {
    const { bytes = 0, state = 'live', part = null, route = null, ...rest } = draft
    const node: MapNode = { id: nodes.length, bytes, state, part, route, children: [], ...rest }
    nodes.push(node)
    node.parent?.children.push(node)
    return node
  }
  const all = add({ label: 'all that is owned', kind: 'all', parent: null })
  addRouters(report, all, add)
  const beside = (label: string, bytes: number) => add({ label, kind: 'other', parent: all, bytes })
  if (report.totals.validatorBytes > 0) beside('validators outside of routes', report.totals.validatorBytes)
  for (const { library, name, shareBytes } of report.registries) {
    if (shareBytes > 0) beside(`${library} ${name}`, shareBytes)
  }
  addUp(nodes)
  return nodes
}

function addRouters(report: Report, all: MapNode, add: (draft: Draft) => MapNode): void {
  const routesOf = new Map<number | string, number[]>()
  report.routes.forEach((route, index) => {
    const home = route.router !== null && route.router in report.routers ? route.router : route.framework
    const list = routesOf.get(home)
    if (list === undefined) routesOf.set(home, [index])
    else list.push(index)
  })
  report.routers.forEach((router, index) => {
    const parent = add({ label: labelOf(router), kind: 'router', parent: all, state: router.state })
    if (router.shareBytes > 0) {
      const own = { label: 'the router itself', part: 'routerStructure', bytes: router.shareBytes } as const
      add({ ...own, kind: 'part', parent, state: router.state })
    }
    addRoutes(report, routesOf.get(index) ?? [], parent, add)
  })
  for (const [home, routes] of routesOf) {
    if (typeof home === 'string') addRoutes(report, routes, add({ label: home, kind: 'router', parent: all }), add)
  }
}

function addRoutes(report: Report, indices: number[], router: MapNode, add: (draft: Draft) => MapNode): void {
  const pending = [{ indices, parent: router, depth: 1, prefix: '' }]
  for (let group = pending.pop(); group !== undefined; group = pending.pop()) {
    const { parent, depth, prefix } = group
    const split = group.indices.length > crowd && depth <= deepestSplit ? bySegment(report, group.indices, depth) : null
    if (split === null) {
      for (const index of group.indices) addRoute(report.routes[index], index, parent, add)
      continue
    }
    const parents = rangeParents(split, parent, prefix, add)
    for (const [segment, below] of split) {
      const path = `${prefix}/${segment}`
      const home = parents.get(segment) ?? parent
      // A stretch that all share is no branch: it is only remembered for the label of the next.
      const branches = split.size > 1 && below.length > 1
      const node = branches ? add({ label: path, kind: 'path', parent: home }) : home
      pending.push({ indices: below, parent: node, depth: depth + 1, prefix: path })
    }
  }
}

/** For each segment the box of its range, where there are too many segments to show side by side. */
function rangeParents(
  split: ReadonlyMap<string, unknown>,
  parent: MapNode,
  prefix: string,
  add: (draft: Draft) => MapNode,
): Map<string, MapNode> {
  const parents = new Map<string, MapNode>()
  if (split.size <= widest) return parents
  const segments = [...split.keys()].sort()
  const length = Math.ceil(segments.length / Math.ceil(Math.sqrt(segments.length)))
  for (let from = 0; from < segments.length; from += length) {
    const range = segments.slice(from, from + length)
    const label = `${prefix}/${range[0].slice(0, 60)} … ${range[range.length - 1].slice(0, 60)}`
    const box = add({ label, kind: 'path', parent })
    for (const segment of range) parents.set(segment, box)
  }
  return parents
}

/** Routers may have equal prefixes, so their boxes say which they are. */
function labelOf(router: RouterEntry): string {
  return router.prefix === null ? routerName(router) : `${routerName(router)} @${router.nodeId}`
}

function bySegment(report: Report, indices: number[], depth: number): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const index of indices) {
    const segment = (report.routes[index].path ?? '').split('/', depth + 1)[depth] ?? ''
    const group = groups.get(segment)
    if (group === undefined) groups.set(segment, [index])
    else group.push(index)
  }
  return groups
}

function addRoute(route: RouteEntry, index: number, parent: MapNode, add: (draft: Draft) => MapNode): void {
  const { state } = route
  const node = add({ label: nameOf(route), kind: 'route', parent, state, route: index })
  for (const part of partNames) {
    const bytes = route.parts[part]
    if (bytes > 0) add({ label: partWords[part].label, kind: 'part', parent: node, bytes, state, part, route: index })
  }
}

/** Children come after their parents, so one walk backwards adds all up; then the largest child goes first. */
function addUp(nodes: MapNode[]): void {
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = nodes[id] as { -readonly [Name in keyof MapNode]: MapNode[Name] }
    for (const child of node.children) node.bytes += child.bytes
    node.children.sort((a, b) => b.bytes - a.bytes || a.id - b.id)
    // A stretch of path whose routes are all dead is dead.
    if (node.kind === 'path' && node.children.every((child) => child.state === 'dead')) node.state = 'dead'
  }
}
