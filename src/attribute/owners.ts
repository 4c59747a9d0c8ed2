import type { HeapGraph } from '../graph/graph.ts'
import type { Mark } from '../recognise/mark.ts'
import { leadingNodes, type Reach, reach, side } from './reach.ts'

/**
 * Which marks own bytes: routes, routers and registries always; validators, serializers and schemas only where the
 * app holds them by itself. One that is reached through routes alone is a part of those routes, not an owner beside
 * them. Comes with what the root reaches around them. Costs a walk of the graph.
 */
export function owningMarks(graph: HeapGraph, marks: readonly Mark[]): { owners: Mark[]; reach: Reach } {
  const always = (mark: Mark): boolean => mark.kind === 'route' || mark.kind === 'router' || mark.kind === 'registry'
  const walls = leadingNodes(marks.filter(always))
  const around = reach(graph, walls, leadingNodes(marks))
  const isHeldByApp = (mark: Mark): boolean =>
    (mark.kind === 'validator' || mark.kind === 'serializer' || mark.kind === 'schema') &&
    mark.leading.some((node) => around.side[node] === side.wall && !walls.has(node))
  const owners = marks.filter((mark) => always(mark) || isHeldByApp(mark))
  // An owner has all its nodes, also those that only routes lead to.
  for (const node of leadingNodes(owners)) if (around.side[node] === side.behind) around.side[node] = side.wall
  return { owners, reach: around }
}
