import { isValidator, type RegistryMark, type ValidatorMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { type HeapFacts, registriesOf } from './facts.ts'
import { scopeValues } from './scopeValues.ts'
import { instances, isScope } from './withinInstances.ts'

/** Groups of equal validators of which one instance generated those that stay, as far as one did. */
export interface ByInstance {
  /** Of each group the first stays. */
  readonly groups: readonly (readonly ValidatorMark[])[]
  /** Instances that generated nothing but what goes, so that they go as well. */
  readonly spare: readonly RegistryMark[]
}

/**
 * Where several instances of Ajv generated equal validators, whoever lets one generate all needs the others no more, and an
 * instance weighs as much as many a validator. Those of the instance that has most of them stay. Fastify's own instances
 * stay: the keys of its pool tell of them. One that has other options, formats or keywords than those that stay is not spare:
 * it may be there for what is generated later. The groups as they are where no instance is spare.
 */
export function byInstance(facts: HeapFacts, groups: readonly (readonly ValidatorMark[])[]): ByInstance {
  const instanceOf = new Map(ajvInstances(facts).map((mark) => [facts.heap.property(mark.leading[1], '_scope'), mark]))
  const scopeOf = instances(facts.heap, facts.marks.filter(isScope))
  const scopesOf = (marks: readonly ValidatorMark[]) => marks.map(({ closure }) => scopeOf.get(closure))
  const grouped = countsOf(scopesOf(groups.flat()))
  if (instanceOf.size < 2 || grouped.size < 2) return { groups, spare: [] }

  const byRank = [...grouped.keys()].sort(
    (a, b) => Number(instanceOf.has(a)) - Number(instanceOf.has(b)) || grouped.get(b)! - grouped.get(a)!,
  )
  const rankOf = new Map(byRank.map((scope, at) => [scope, at]))
  const rank = ({ closure }: ValidatorMark): number => rankOf.get(scopeOf.get(closure))!
  const sorted = groups.map((group) => [...group].sort((a, b) => rank(a) - rank(b)))
  const staying = new Set(scopesOf(sorted.map(([first]) => first)))
  const all = countsOf(scopesOf(facts.marks.filter(isValidator)))
  const values = scopeValues(facts.heap)
  const every = new Map(
    registriesOf(facts).flatMap(({ library, name, leading: [node, scope] }) =>
      library === 'ajv' && name === 'instance' && scope !== undefined
        ? [[facts.heap.property(scope, '_scope'), node] as const]
        : [],
    ),
  )
  const keyOf = (scope: NodeIndex | undefined): string | undefined => {
    const instance = every.get(scope)
    return instance === undefined ? undefined : values.ofInstance(instance)
  }
  const stayingKeys = new Set([...staying].map(keyOf))
  const spare = byRank.flatMap((scope) => {
    const goes = !staying.has(scope) && grouped.get(scope) === all.get(scope)
    return (goes && stayingKeys.has(keyOf(scope)) && instanceOf.get(scope)) || []
  })
  return spare.length === 0 ? { groups, spare } : { groups: sorted, spare }
}

/** Instances of Ajv but those of Fastify's pool. */
export function ajvInstances(facts: HeapFacts): RegistryMark[] {
  const registries = registriesOf(facts)
  const pooled = new Set(registries.flatMap(({ instances: own = [] }) => own))
  return registries.filter(
    ({ library, name, leading: [node] }) => library === 'ajv' && name === 'instance' && !pooled.has(node),
  )
}

function countsOf(scopes: readonly (NodeIndex | undefined)[]): Map<NodeIndex | undefined, number> {
  const counts = new Map<NodeIndex | undefined, number>()
  for (const scope of scopes) counts.set(scope, (counts.get(scope) ?? 0) + 1)
  return counts
}
