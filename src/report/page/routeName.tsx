import { printable } from '../printable.ts'
import type { RouteEntry } from '../report.ts'

/** Method, path and number, the path cut in its middle by the styles' width. */
export function RouteName({ route }: { route: RouteEntry }) {
  const number = / (#\d+)$/.exec(route.key)?.[1]
  return (
    <span class="route-name">
      <span class="method">{printable(route.method.slice(0, 12))}</span>
      {route.path === null ? (
        <em class="muted">path unknown</em>
      ) : (
        <bdi class="route-path">{printable(route.path.length > 300 ? cut(route.path) : route.path)}</bdi>
      )}
      {number !== undefined && <span class="muted">{number}</span>}
    </span>
  )
}

function cut(path: string): string {
  return `${path.slice(0, 150)}…${path.slice(-100)}`
}

/** A word for the state; live is the normal case and stays quiet. */
export function State({ route }: { route: Pick<RouteEntry, 'state' | 'middleware' | 'twin'> }) {
  return (
    <>
      <span class={`state ${route.state}`}>{route.state}</span>
      {route.twin !== null && <span class="state tag">twin</span>}
      {route.middleware && <span class="state tag">mw</span>}
    </>
  )
}
