import type { DuplicateTree } from './evidence.ts'
import type { RouteEntry, ValidatorEntry } from './report.ts'

/** A single route with an equal schema is no mount. */
const fewest = 2

/**
 * Trees that were mounted more than once: routes of one method that the same code answers, whose paths end the same and
 * whose validators check the same.
 * The first path in the alphabet is taken for the original. A route is in one tree at most, the largest that it fits.
 */
export function repeatedMounts(
  routes: readonly RouteEntry[],
  validators: readonly ValidatorEntry[],
  finding: number | null,
): DuplicateTree[] {
  const taken = new Set<number>()
  return [...mountsByPrefixes(routes, validators)]
    .sort(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1))
    .flatMap(([prefixes, pairs]) => {
      const free = [...pairs].filter(([route]) => !taken.has(route))
      if (free.length < fewest) return []
      for (const [route] of free) taken.add(route)
      const [otherPrefix, prefix] = prefixes.split('\n')
      const indices = free.map(([route]) => route)
      return {
        kind: 'repeated' as const,
        finding,
        router: null,
        prefix,
        otherPrefix,
        alike: 1,
        routes: indices,
        others: free.map(([, other]) => other),
        bytes: indices.reduce((sum, index) => sum + routes[index].shareBytes, 0),
        holder: null,
      }
    })
}

/** By the prefixes of original and copy: copy -> original. */
function mountsByPrefixes(
  routes: readonly RouteEntry[],
  validators: readonly ValidatorEntry[],
): Map<string, Map<number, number>> {
  const mounts = new Map<string, Map<number, number>>()
  for (const members of equalRoutes(routes, validators)) {
    const ends = new Map<string, End>()
    for (const index of members) {
      const { method, path } = routes[index]
      const known = longestKnown(ends, method, path!, index)
      if (known === undefined) continue
      const other = routes[known.first].path!
      const prefixes = `${other.slice(0, other.length - path!.length + known.at)}\n${path!.slice(0, known.at)}`
      const pairs = mounts.get(prefixes) ?? new Map<number, number>()
      mounts.set(prefixes, pairs.set(index, pairs.get(index) ?? known.first))
    }
  }
  return mounts
}

/** An end of a path, from a slash on, with the first route that has it. */
interface End {
  readonly id: number
  readonly first: number
}

/**
 * The longest end of a path that is known from another route, and where it begins; longer ones are known from now on.
 * An end is kept as its first part and the end behind that: as texts, the ends of a path would be quadratic in it.
 */
function longestKnown(
  ends: Map<string, End>,
  method: string,
  path: string,
  index: number,
): { first: number; at: number } | undefined {
  let known: { first: number; at: number } | undefined
  let behind: string | number = method
  let to = path.length
  for (let at = path.lastIndexOf('/', to - 2); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const key: string = `${behind} ${path.slice(at, to)}`
    const end = ends.get(key) ?? { id: ends.size, first: index }
    if (ends.has(key)) known = { first: end.first, at }
    else ends.set(key, end)
    behind = end.id
    to = at
  }
  return known
}

/** For each group of equal validators, and for each piece of code that answers, the live routes that have both, by path. */
function equalRoutes(routes: readonly RouteEntry[], validators: readonly ValidatorEntry[]): number[][] {
  const indexOf = new Map(routes.map(({ key }, index) => [key, index]))
  const groups = new Map<string, Set<number>>()
  for (const { group, routes: keys } of validators) {
    if (group === null) continue
    for (const index of keys.flatMap((key) => indexOf.get(key) ?? [])) {
      const { state, twin, path, handler } = routes[index]
      if (state !== 'live' || twin !== null || path === null || handler === null) continue
      const both = `${group} ${handler}`
      groups.set(both, (groups.get(both) ?? new Set<number>()).add(index))
    }
  }
  const byPath = (a: number, b: number) => (routes[a].path! < routes[b].path! ? -1 : 1) || a - b
  return [...groups.values()].map((members) => [...members].sort(byPath))
}
