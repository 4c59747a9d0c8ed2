import type { Report, RouteEntry } from '../index.ts'

/**
 * The routes that a person means: the one with this key; else all with this method and path, however often they are
 * registered; else all with this path.
 */
export function findRoutes(report: Report, asked: string): readonly RouteEntry[] {
  const name = normal(asked)
  const exact = report.routes.filter(({ key }) => normal(key) === name)
  if (exact.length > 0) return exact
  const withMethod = report.routes.filter(({ method, path }) => path !== null && normal(`${method} ${path}`) === name)
  if (withMethod.length > 0) return withMethod
  return report.routes.filter(({ path }) => path === asked.trim())
}

/** Up to three keys that are spelled much like `asked`, the nearest first. */
export function similarRoutes(report: Report, asked: string): string[] {
  const name = normal(asked)
  return report.routes
    .map(({ key }) => ({ key, distance: editDistance(normal(key), name) }))
    .filter(({ distance }) => distance <= Math.max(2, name.length * 0.3))
    .sort((a, b) => a.distance - b.distance || (a.key < b.key ? -1 : 1))
    .slice(0, 3)
    .map(({ key }) => key)
}

/** `get  /Users` -> `GET /Users`: the method in upper case, one space. Paths keep their case. */
function normal(text: string): string {
  const [first, ...rest] = text.trim().split(/\s+/)
  return rest.length === 0 ? first : [first.toUpperCase(), ...rest].join(' ')
}

/** Letters to insert, delete or replace. Costs the product of the lengths, so long names are compared by their start. */
function editDistance(a: string, b: string): number {
  const [x, y] = [a.slice(0, 100), b.slice(0, 100)]
  let row = Array.from({ length: y.length + 1 }, (_, i) => i)
  for (let i = 1; i <= x.length; i++) {
    const next = [i]
    for (let j = 1; j <= y.length; j++) {
      const replaced = row[j - 1] + (x[i - 1] === y[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1))
    }
    row = next
  }
  return row[y.length]
}
