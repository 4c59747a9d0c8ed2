import { ownersOf } from '../attribute/attribution.ts'
import type { RouteMark, ValidatorMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { groupsBy, type HeapFacts, saving, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'
import { byInstance } from './spareInstances.ts'
import { heldAlone, stayingFirst } from './stayingFirst.ts'
import { withinInstances } from './withinInstances.ts'

/**
 * Validators, and serializers, that were generated more than once for the same schema. One finding a kind and
 * library; all but the one of each group that holds most could go.
 */
export function findRepeatedValidators(facts: HeapFacts): Finding[] {
  return groupsBy(
    stayingFirst(facts.equalValidators, heldAlone(facts)),
    ([first]) => `${first.kind} ${first.library}`,
  ).map((same) => {
    const { groups, spare } = byInstance(facts, same)
    const removable = groups.flatMap((group) => group.slice(1))
    const shareable = withinInstances(facts, groups).reduce((sum, group) => sum + group.length - 1, 0)
    const savingBytes = saving(facts, [...removable, ...spare])
    const largest = [...same].sort((a, b) => b.length - a.length)[0]
    return {
      code: same[0][0].kind === 'serializer' ? 'repeated-serializer' : 'repeated-validator',
      severity: severityOf(savingBytes, facts.attribution),
      count: removable.length,
      savingBytes,
      removable,
      besides: spare,
      groups,
      routes: routesOf(facts, same.flat()),
      evidence: groups.map((group) => group[0].closure),
      framework: same[0][0].library,
      facts: {
        groups: groups.length,
        largestGroup: largest.length,
        total: same.flat().length,
        apart: removable.length - shareable,
        spare: spare.length,
      },
    }
  })
}

/** Routes whose bytes the validators are a part of, by the owners of their closures. */
export function routesOf(facts: HeapFacts, validators: readonly ValidatorMark[]): RouteMark[] {
  const routes = new Set<RouteMark>()
  for (const { closure } of validators) for (const route of owningRoutes(facts, closure)) routes.add(route)
  return [...routes]
}

export function owningRoutes({ attribution }: HeapFacts, node: NodeIndex): RouteMark[] {
  const owners = ownersOf(attribution, attribution.ownerSet[node])
  const routes: RouteMark[] = []
  for (let at = 0; at < owners.length; at++) {
    const owner = attribution.owners[owners[at]]
    if (owner.kind === 'route') routes.push(owner)
  }
  return routes
}
