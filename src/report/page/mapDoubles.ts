import type { Parts, Report } from '../report.ts'
import { partNames } from '../words.ts'

/**
 * For each route, by index, the parts of it that are held elsewhere too: all where it is left behind, shadowed or mounted
 * again; else its validators or serializers, where an equal one came before.
 */
export function doublesOf({ routes, validators, duplicates }: Report): (keyof Parts)[][] {
  const twice = new Set(duplicates.flatMap((tree) => tree.routes))
  const seen = new Set<number>()
  const again = validators.map(({ group }) => {
    if (group === null) return false
    if (seen.has(group)) return true
    seen.add(group)
    return false
  })
  return routes.map((route, index) => {
    if (twice.has(index)) return partNames
    const kinds = new Set(route.validators.filter((each) => again[each]).map((each) => `${validators[each].kind}s`))
    return kinds.size === 0 ? [] : partNames.filter((part) => kinds.has(part))
  })
}
