import type { RegistryMark } from '../recognise/mark.ts'
import { selfSize } from '../snapshot/snapshot.ts'
import { groupsBy, type HeapFacts, registriesOf, saving, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'

/**
 * Registries whose keys are whole documents as text: the keys alone hold the bytes. One of each registry stays whatever
 * is done, the largest.
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
    const savingBytes = saving(facts, removable)
    // Short keys are what keys are for.
    if (savingBytes < 1000 * registries.length) return []
    return [
      {
        code: 'registry-keys' as const,
        severity: severityOf(savingBytes, facts.attribution),
        count: keys.length,
        savingBytes,
        removable,
        groups: [],
        routes: [],
        evidence: keys,
        framework: registries[0].library,
        facts: { registries: registries.length },
      },
    ]
  })
}
