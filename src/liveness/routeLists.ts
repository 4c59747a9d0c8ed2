import { addTo } from '../recognise/addTo.ts'
import type { RouteMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/** The function that answers; those before it pass on. */
export const lastHandler = (route: RouteMark): NodeIndex | undefined => route.handlers.at(-1)

/** Routes by the primary node of the router that they are registered in. */
export function routesByRouter(routes: readonly RouteMark[]): Map<NodeIndex | null, RouteMark[]> {
  const byRouter = new Map<NodeIndex | null, RouteMark[]>()
  for (const route of routes) addTo(byRouter, route.router, route)
  return byRouter
}
