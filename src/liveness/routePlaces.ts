import type { RouteMark, RouterMark } from '../recognise/mark.ts'
import { routesByRouter } from './routeLists.ts'

/** Method, path and constraints as text. A path that the heap does not hold is called that. */
export const plainKey = ({ method, path, constraints }: RouteMark): string =>
  `${method} ${path ?? '(path unknown)'}${constraints === '' ? '' : ` [${constraints}]`}`

/**
 * By router: how many come before it, told by what is registered in them, the one with the longer list first. Where it is in a
 * heap is chance, the same app gives the same places in every process.
 */
export function routerPlaces(routes: readonly RouteMark[]): Map<RouteMark['router'], number> {
  const texts = Array.from(routesByRouter(routes), ([router, own]) => ({ router, text: own.map(plainKey).join('\n') }))
  texts.sort((a, b) => b.text.length - a.text.length || compared(a.text, b.text))
  return new Map(texts.map(({ router }, at) => [router, at]))
}

/**
 * Some of `all` by path, method and constraints, equal ones by the place of their router, and of one router as they were
 * registered. Not by size: what routes of one kind weigh differs by some bytes from boot to boot.
 */
export function byPath(routes: readonly RouteMark[], all: readonly RouteMark[]): RouteMark[] {
  const places = routerPlaces(all)
  const place = ({ router }: RouteMark): number => places.get(router)!
  return [...routes].sort(
    (a, b) => compared(a.path ?? '', b.path ?? '') || compared(plainKey(a), plainKey(b)) || place(a) - place(b),
  )
}

/** Some routers by the place that `all` routes give them; those without a route last. */
export function byPlace(routers: readonly RouterMark[], all: readonly RouteMark[]): RouterMark[] {
  const places = routerPlaces(all)
  const place = ({ leading }: RouterMark): number => places.get(leading[0]) ?? places.size
  return [...routers].sort((a, b) => place(a) - place(b))
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
