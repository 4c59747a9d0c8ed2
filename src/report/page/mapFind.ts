import type { Report } from '../report.ts'
import { type Filter, filterOf } from './filter.ts'
import type { Cell } from './mapLayout.ts'
import { childrenOf, type MapNode } from './mapTree.ts'

/** What is looked for in the map. */
export interface Found {
  /** The routes that fit, largest first. */
  readonly routes: readonly MapNode[]
  /** Routes that fit, in and below each node, by its id. */
  readonly counts: Uint32Array
  readonly problems: Filter['problems']
}

/** The routes that the words of the filter fit; null where none are asked for. One walk over the map. */
export function foundIn(nodes: readonly MapNode[], report: Report, words: string): Found | null {
  if (words.trim() === '') return null
  const { accepts, problems } = filterOf(words, report)
  const counts = new Uint32Array(nodes.length)
  const routes: MapNode[] = []
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = nodes[id]
    if (node.route !== null && accepts(report.routes[node.route])) {
      counts[id]++
      routes.push(node)
    }
    if (node.parent !== null) counts[node.parent.id] += counts[id]
  }
  return { routes: routes.sort((a, b) => b.bytes - a.bytes || a.id - b.id), counts, problems }
}

/** How many routes that fit are in what a cell shows. A part counts as its route. */
export function foundOf({ counts }: Found, { node, folded }: Pick<Cell, 'node' | 'folded'>): number {
  const countOf = (each: MapNode): number => counts[each.id < 0 ? (each.parent?.id ?? 0) : each.id]
  if (folded === 0 && node.from === 0) return countOf(node)
  const children = childrenOf(node)
  return children.slice(folded === 0 ? 0 : children.length - folded).reduce((sum, child) => sum + countOf(child), 0)
}

/** The route after the one that fills the map, or the one before it; round again at the end. */
export function nextFound({ routes }: Found, shown: MapNode, step: 1 | -1): MapNode | undefined {
  const at = routes.findIndex(({ id }) => id === shown.id)
  return routes[at < 0 ? (step === 1 ? 0 : routes.length - 1) : (at + step + routes.length) % routes.length]
}
