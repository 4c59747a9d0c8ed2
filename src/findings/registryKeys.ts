import { isValidator, type RegistryMark } from '../recognise/mark.ts'
import { type Bytes, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { groupsBy, type HeapFacts, registriesOf, saving, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'

/**
 * Registries whose keys are whole documents as text: the keys hold bytes, and so does what the registry made for each. One
 * of each registry stays whatever is done: the largest key, and the instance that was made first, since V8 shares code
 * with it.
 */
export function findRegistryKeys(facts: HeapFacts): Finding[] {
  const { nodes } = facts.heap.graph.snapshot
  const keyed = registriesOf(facts).filter((registry) => registry.keys.length > 1)
  return groupsBy(keyed, (registry) => registry.library).flatMap((registries) => {
    const removable: RegistryMark[] = registries.map((registry) => {
      const [, ...keys] = [...registry.keys].sort((a, b) => selfSize(nodes, b) - selfSize(nodes, a) || a - b)
      return { ...registry, leading: keys }
    })
    const keys = removable.flatMap(({ leading }) => leading)
    const instances = registries.flatMap(({ instances = [] }) => instances.slice(1))
    const apartBytes = instances.length === 0 ? 0 : ownBytes(facts, instances)
    const savingBytes = saving(facts, removable) + apartBytes
    // Short keys are what keys are for.
    if (savingBytes < 1000 * registries.length) return []
    return [
      {
        code: 'registry-keys' as const,
        severity: severityOf(savingBytes, facts.attribution),
        count: keys.length,
        savingBytes,
        apartBytes,
        removable,
        groups: [],
        routes: [],
        evidence: keys,
        framework: registries[0].library,
        facts: { registries: registries.length, instances: instances.length, instanceBytes: apartBytes },
      },
    ]
  })
}

/** What instances have for themselves, whatever they generated: what goes with them beside all validators. */
export function ownBytes(facts: HeapFacts, instances: readonly NodeIndex[]): Bytes {
  const goes = new Set(instances)
  const going = registriesOf(facts).filter(({ leading: [node] }) => goes.has(node))
  const validators = facts.marks.filter(isValidator)
  return saving(facts, [...validators, ...going]) - saving(facts, validators)
}
