import type { Parts, Report, RouterEntry, RouteState } from '../report.ts'
import { partNames, partWords, routerName } from '../words.ts'
import { doublesOf } from './mapDoubles.ts'

/** One box of the map: everything that is shown, a router, a stretch of path, a route, or a part of one. */
export interface MapNode {
  /** Its place in the tree, in order of making; the same document gives the same numbers. Parts of routes have none. */
  readonly id: number
  readonly label: string
  readonly kind: 'all' | 'router' | 'path' | 'route' | 'part' | 'other'
  readonly bytes: number
  readonly state: RouteState
  readonly part: keyof Parts | null
  /** Index into Report.routes, for a route and its parts. */
  readonly route: number | null
  /** What a route is made of: the boxes for it are made when they come in sight. */
  readonly parts: Parts | null
  /** The parts of a route that are held elsewhere too: all of one in a duplicate tree, else equal validators. */
  readonly doubles: readonly (keyof Parts)[]
  /** Bytes below, for each of partNames: those held once, then those held again. Null for routes, whose parts say it. */
  readonly sums: Float64Array | null
  readonly parent: MapNode | null
  /** Largest first. */
  readonly children: MapNode[]
  /** How many larger children are left out, where this is what is left of a node. */
  readonly from: number
}

/** A router of more routes than this is split by the next segment of their paths. */
const crowd = 24
const deepestSplit = 8
/** More branches than this are put into ranges of the alphabet, so that each can be seen. */
const widest = 48

type Draft = Pick<MapNode, 'label' | 'kind' | 'parent'> & Partial<MapNode>

type Add = (draft: Draft) => MapNode

/** What the boxes are made from, and how one is added. */
interface Making {
  readonly report: Report
  readonly doubles: readonly (readonly (keyof Parts)[])[]
  readonly add: Add
}

const nothing = {
  id: -1,
  bytes: 0,
  state: 'live',
  part: null,
  route: null,
  parts: null,
  doubles: [],
  sums: null,
  from: 0,
} as const

/**
 * What routes, routers, validators and registries hold, as a tree: routers, stretches of path, routes, parts. A box is
 * as large as the shares below it, so boxes add up. Validators that the app holds outside of routes and registries are
 * beside the routers. It is not all that is owned: routers that are not listed and routeheap itself are left out.
 */
export function mapTree(report: Report): MapNode[] {
  const nodes: MapNode[] = []
  const add = (draft: Draft): MapNode => {
    const node: MapNode = { ...nothing, children: [], ...draft, id: nodes.length }
    nodes.push(node)
    node.parent?.children.push(node)
    return node
  }
  const all = add({ label: 'all that is shown here', kind: 'all', parent: null })
  addRouters({ report, doubles: doublesOf(report), add }, all)
  const beside = (label: string, bytes: number) => add({ label, kind: 'other', parent: all, bytes })
  if (report.totals.validatorBytes > 0) beside('validators outside of routes', report.totals.validatorBytes)
  for (const { library, name, shareBytes } of report.registries) {
    if (shareBytes > 0) beside(`${library} ${name}`, shareBytes)
  }
  addUp(nodes)
  return nodes
}

function addRouters(making: Making, all: MapNode): void {
  const { report, add } = making
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
    addRoutes(making, routesOf.get(index) ?? [], parent)
  })
  for (const [home, routes] of routesOf) {
    if (typeof home !== 'string') continue
    addRoutes(making, routes, add({ label: home, kind: 'router', parent: all }))
  }
}

function addRoutes({ report, doubles, add }: Making, indices: number[], router: MapNode): void {
  const pending = [{ indices, parent: router, depth: 1, prefix: '' }]
  for (let group = pending.pop(); group !== undefined; group = pending.pop()) {
    const { parent, depth, prefix } = group
    const split = group.indices.length > crowd && depth <= deepestSplit ? bySegment(report, group.indices, depth) : null
    if (split === null) {
      for (const index of group.indices) {
        const route = report.routes[index]
        const { state, parts } = route
        add({ label: route.key, kind: 'route', parent, state, parts, route: index, doubles: doubles[index] })
      }
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
  add: Add,
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

/** The boxes inside of a box; the parts of a route, largest first, are made on demand. */
export function childrenOf(node: MapNode): readonly MapNode[] {
  const { parts, route, state, doubles } = node
  if (parts === null) return node.children
  return partNames
    .filter((part) => parts[part] > 0)
    .sort((a, b) => parts[b] - parts[a])
    .map((part) => ({
      ...nothing,
      label: partWords[part].label,
      kind: 'part',
      bytes: parts[part],
      state,
      part,
      route,
      doubles: doubles.filter((each) => each === part),
      parent: node,
      children: [],
    }))
}

/** What fills the map, as the view names it; everything if that is no node of it. */
export function zoomedNode(nodes: readonly MapNode[], zoom: string): MapNode {
  const [id, from = 0] = zoom.split('~').map(Number)
  const node = nodes[id] ?? nodes[0]
  const children = from > 0 ? node.children.slice(from) : []
  if (children.length === 0) return node
  const bytes = children.reduce((sum, child) => sum + child.bytes, 0)
  const sums = new Float64Array(2 * partNames.length)
  for (const child of children) addParts(child, sums)
  return { ...node, label: `${children.length} smaller ones`, bytes, children, parent: node, from, sums }
}

/** How the view names a node, or what is left of it after its first `from` children. */
export function zoomOf(node: MapNode, from = 0): string {
  const all = node.from + from
  return all === 0 ? `${node.id}` : `${node.id}~${all}`
}

/** Adds the parts of a node and of all below it to `sums`, which are as in MapNode. */
export function addParts({ parts, part, doubles, bytes, sums: own }: MapNode, sums: Float64Array): void {
  if (own !== null) for (let at = 0; at < sums.length; at++) sums[at] += own[at]
  else if (parts !== null) {
    partNames.forEach((name, at) => {
      sums[2 * at + Number(doubles.includes(name))] += parts[name]
    })
  } else if (part !== null) sums[2 * partNames.indexOf(part) + Number(doubles.includes(part))] += bytes
}

/** Bytes in a box that are held elsewhere too. */
export function twiceOf(node: MapNode): number {
  const sums = new Float64Array(2 * partNames.length)
  addParts(node, sums)
  return sums.reduce((sum, bytes, at) => (at % 2 === 1 ? sum + bytes : sum), 0)
}

/** Children come after their parents, so one walk backwards adds all up; then the largest child goes first. */
function addUp(nodes: MapNode[]): void {
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = nodes[id] as { -readonly [Name in keyof MapNode]: MapNode[Name] }
    if (node.parts !== null) for (const part of partNames) node.bytes += node.parts[part]
    if (node.children.length === 0) continue
    const sums = new Float64Array(2 * partNames.length)
    for (const child of node.children) {
      node.bytes += child.bytes
      addParts(child, sums)
    }
    node.sums = sums
    node.children.sort((a, b) => b.bytes - a.bytes || a.id - b.id)
    // A stretch of path whose routes are all dead is dead.
    if (node.kind === 'path' && node.children.every((child) => child.state === 'dead')) node.state = 'dead'
  }
}
