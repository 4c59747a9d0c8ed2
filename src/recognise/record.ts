import type { NodeIndex } from '../snapshot/snapshot.ts'
import { edgesByName } from './edgesByName.ts'
import { nodesWithProperty } from './nodesWithProperty.ts'
import { oncePerHeap } from './remembered.ts'

/** What our preload noted in the app's heap, with the nodes that its weak references point to. */
export interface RecordInHeap {
  readonly node: NodeIndex
  readonly phase: string | null
  /** Folders of the app's own files; empty in snapshots of versions that did not note them. */
  readonly roots: readonly string[]
  /** The file of the preload; null in snapshots of versions that did not note it. */
  readonly preload: string | null
  readonly routes: readonly RecordedRouteInHeap[]
  readonly routers: readonly RecordedRouterInHeap[]
  readonly frameworks: readonly { readonly name: string; readonly version: string | null }[]
  /** The app object that was served for the user, where there is one. */
  readonly app: NodeIndex | undefined
  /** What servers call; `names` are the variables that its text can mean, null where nobody knows. */
  readonly listeners: readonly ListenerInHeap[]
}

export interface ListenerInHeap {
  readonly node: NodeIndex
  readonly names: readonly string[] | null
}

export interface RecordedRouteInHeap extends Anchored {
  readonly framework: string
  readonly method: string
  readonly path: string | null
  /** Installed packages on the way from the app's code to the framework, which included; none where nobody noted them. */
  readonly packages: readonly string[]
}

export interface RecordedRouterInHeap extends Anchored {
  readonly framework: string
  readonly prefix: string | null
}

interface Anchored {
  readonly source: string | null
  /** Nodes of the anchors that are still alive, in the order in which they were given. */
  readonly nodes: readonly NodeIndex[]
}

/** The record with other places, where what it noted is compiled code; without those of which only the file is known. */
export function placedBy(record: RecordInHeap, place: (source: string) => string): RecordInHeap {
  const placed = <T extends Anchored>(entry: T): T => {
    const source = entry.source && place(entry.source)
    return { ...entry, source: source && hasLine(source) ? source : null }
  }
  return { ...record, routes: record.routes.map(placed), routers: record.routers.map(placed) }
}

/** Whether a place names more than a file. */
export const hasLine = (place: string): boolean => /:\d+:\d+$/.test(place)

const format = 'routeheap/record@1'

/** The record of the preload, or undefined in a snapshot that was taken without it. One pass over the edges for each heap. */
export const heapRecord = oncePerHeap((heap): RecordInHeap | undefined => {
  const node = nodesWithProperty(heap, 'routeheapRecord').find(
    (candidate) =>
      heap.stringProperty(candidate, 'routeheapRecord') === format && heap.property(candidate, 'routes') !== undefined,
  )
  if (node === undefined) return undefined
  const edges = edgesByName(heap.graph)
  const target = (weakRef: NodeIndex | undefined): NodeIndex | undefined =>
    weakRef === undefined ? undefined : edges.target(weakRef, 'weak', 'target')
  const text = (of: NodeIndex, name: string): string | null => heap.stringProperty(of, name) ?? null
  const list = (of: NodeIndex, name: string): NodeIndex[] => {
    const array = heap.property(of, name)
    return array === undefined ? [] : heap.elements(array)
  }
  const words = (pieces: NodeIndex[]): string[] | null =>
    pieces.length === 0 ? null : pieces.flatMap((piece) => heap.string(piece)?.split(' ') ?? [])
  const anchored = (entry: NodeIndex) => ({
    framework: heap.stringProperty(entry, 'framework') ?? '',
    source: text(entry, 'source'),
    nodes: list(entry, 'anchors').flatMap((weakRef) => target(weakRef) ?? []),
  })
  return {
    node,
    phase: text(node, 'phase'),
    roots: list(node, 'roots').flatMap((root) => heap.string(root) ?? []),
    preload: text(node, 'preload'),
    routes: list(node, 'routes').map((entry) => ({
      ...anchored(entry),
      method: heap.stringProperty(entry, 'method') ?? '',
      path: text(entry, 'path'),
      packages: text(entry, 'packages')?.match(/\S+/g) ?? [],
    })),
    routers: list(node, 'routers').map((entry) => ({ ...anchored(entry), prefix: text(entry, 'prefix') })),
    frameworks: list(node, 'frameworks').map((entry) => ({
      name: heap.stringProperty(entry, 'name') ?? '',
      version: text(entry, 'version'),
    })),
    app: target(heap.property(node, 'app')),
    listeners: list(node, 'listeners').flatMap((entry) => {
      const listener = target(heap.property(entry, 'listener'))
      return listener === undefined ? [] : [{ node: listener, names: words(list(entry, 'names')) }]
    }),
  }
})
