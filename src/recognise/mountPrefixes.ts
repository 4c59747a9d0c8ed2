import { addTo } from './addTo.ts'

/** A router that is mounted in another one by reference; the path is null where the heap does not hold it. */
export interface Mount<Router> {
  readonly parent: Router
  readonly router: Router
  readonly path: string | null
}

/** Several paths as one text: `/a`, or `(/a|/b)`. Alternatives among the alternatives join them. */
export const alternatives = (texts: readonly string[]): string => {
  const distinct = [...new Set(texts)]
  return distinct.length === 1 ? distinct[0] : `(${distinct.map(withoutBrackets).join('|')})`
}

const withoutBrackets = (text: string): string => /^\(([^()]*)\)$/.exec(text)?.[1] ?? text

/** `/users` below `/v1` is `/v1/users`, and `/` below it is `/v1`. */
export function joinedPath(prefix: string, path: string): string {
  const bare = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix
  return bare !== '' && path === '/' ? bare : `${bare}${path}`
}

/** The same where either may not be known. */
export const pathBelow = (prefix: string | null, path: string | null): string | null =>
  prefix === null || path === null ? null : joinedPath(prefix, path)

/** More ways than this to one router are not spelled out. */
const mostAlternatives = 8

/**
 * Where routers are mounted that are there once, however often they are mounted: `/v1`, or `(/v1|/v2)`, and so on below.
 * Empty for what is mounted nowhere; null where there is no saying, or too much to say.
 */
export function mountPrefixes<Router>(
  routers: readonly Router[],
  mounts: readonly Mount<Router>[],
): ReadonlyMap<Router, string | null> {
  const waysTo = new Map<Router, Mount<Router>[]>()
  for (const mount of mounts) addTo(waysTo, mount.router, mount)

  const prefixes = new Map<Router, string | null>()
  const below = new Set<Router>()
  const prefixOf = (router: Router): string | null => {
    const found = prefixes.get(router)
    if (found !== undefined) return found
    // A router that is mounted below itself has no end of prefixes.
    if (below.has(router)) return null
    below.add(router)
    const texts = (waysTo.get(router) ?? []).map(({ parent, path }) => {
      const above = prefixOf(parent)
      return pathBelow(above, path?.replace(/\/$/, '') ?? null)
    })
    const prefix = texts.every((text) => text !== null) ? oneText([...new Set(texts)].sort()) : null
    below.delete(router)
    prefixes.set(router, prefix)
    return prefix
  }
  for (const router of routers) prefixOf(router)
  return prefixes
}

/** In alphabetical order, so that another process of the same app has the same text. */
function oneText(prefixes: readonly string[]): string | null {
  if (prefixes.length === 0) return ''
  return prefixes.length > mostAlternatives ? null : alternatives(prefixes)
}
