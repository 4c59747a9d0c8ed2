import { reachable } from '../graph/flood.ts'
import type { HeapGraph } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'

/**
 * Which marks own bytes: routes, routers and registries always; validators, serializers and schemas only where the
 * app holds them by itself. One that is reached through routes alone is a part of those routes, not an owner beside
 * them.
 */
export function owningMarks(graph: HeapGraph, marks: readonly Mark[]): Mark[] {
  const owns = (mark: Mark): boolean => mark.kind === 'route' || mark.kind === 'router' || mark.kind === 'registry'
  const walls = marks.filter(owns).flatMap((mark) => [...mark.leading])
  const background = reachable(graph, [graph.root], walls)
  return marks.filter((mark) => owns(mark) || mark.leading.some((node) => background[node] === 1))
}
