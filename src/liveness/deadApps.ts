import { addTo } from '../recognise/addTo.ts'
import type { RouteMark, RouterMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/**
 * Routers without routes that go with a whole app: requests get to none of its routers, and all of those that have routes are
 * dead. `ownRoutes` are by router.
 */
export function partsOfDeadApps(
  routers: readonly RouterMark[],
  ownRoutes: ReadonlyMap<NodeIndex | null, readonly RouteMark[]>,
  isReached: (router: RouterMark) => boolean,
  isDead: (router: RouterMark) => boolean,
): RouterMark[] {
  const apps = new Map<NodeIndex, RouterMark[]>()
  for (const router of routers) if (router.app !== undefined) addTo(apps, router.app, router)
  const hasRoutes = ({ leading: [router] }: RouterMark): boolean => ownRoutes.has(router)
  return [...apps.values()].flatMap((parts) => {
    const registering = parts.filter(hasRoutes)
    const goes = registering.length > 0 && registering.every(isDead) && !parts.some(isReached)
    return goes ? parts.filter((part) => !hasRoutes(part)) : []
  })
}
