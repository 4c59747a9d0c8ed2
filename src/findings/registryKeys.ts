import type { RegistryMark } from '../recognise/mark.ts'
import { groupsBy, type HeapFacts, registriesOf, saving, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'

/** Registries whose keys are whole documents as text: the keys alone hold the bytes, and a hash would do. */
export function findRegistryKeys(facts: HeapFacts): Finding[] {
  const keyed = registriesOf(facts).filter((registry) => registry.keys.length > 0)
  return groupsBy(keyed, (registry) => registry.library).flatMap((registries) => {
    const keys = registries.flatMap((registry) => registry.keys)
    const removable: RegistryMark[] = registries.map((registry) => ({ ...registry, leading: registry.keys }))
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
