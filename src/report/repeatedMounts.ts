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
    const firsts = new Map<string, number>()
    for (const index of members) {
      let isFound = false
      for (const { prefix, suffix } of ends(routes[index])) {
        const key = `${routes[index].method} ${suffix}`
        const first = firsts.get(key)
        if (first === undefined) firsts.set(key, index)
        else if (!isFound) {
          isFound = true
          const other = routes[first].path!.slice(0, routes[first].path!.length - suffix.length)
          const pairs = mounts.get(`${other}\n${prefix}`) ?? new Map<number, number>()
          mounts.set(`${other}\n${prefix}`, pairs.set(index, pairs.get(index) ?? first))
        }
      }
    }
  }
  return mounts
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

/** A path cut in two at each slash but the first, the longest end first. */
function* ends({ path }: RouteEntry): Generator<{ prefix: string; suffix: string }> {
  for (let at = path!.indexOf('/', 1); at > 0; at = path!.indexOf('/', at + 1))
    if (at < path!.length - 1) yield { prefix: path!.slice(0, at), suffix: path!.slice(at) }
}
