import type { CopyMark } from '../recognise/mark.ts'
import { groupsBy, type HeapFacts, saving, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'
import { owningRoutes } from './repeatedValidator.ts'

/**
 * Deep copies that a library keeps beside what the app declared its routes with. All of them could go, the originals
 * stay: the saving is what only the copies hold. One finding a library.
 */
export function findClonedSpecs(facts: HeapFacts): Finding[] {
  const copies = facts.marks.filter((mark): mark is CopyMark => mark.kind === 'copy')
  return groupsBy(copies, (copy) => copy.library).map((removable) => {
    const savingBytes = saving(facts, removable)
    return {
      code: 'cloned-spec',
      severity: severityOf(savingBytes, facts.attribution),
      count: removable.length,
      savingBytes,
      removable,
      groups: [],
      routes: [...new Set(removable.flatMap((copy) => owningRoutes(facts, copy.leading[0])))],
      evidence: removable.flatMap((copy) => [copy.leading[0], copy.original]),
      framework: removable[0].library,
      facts: {},
    }
  })
}
