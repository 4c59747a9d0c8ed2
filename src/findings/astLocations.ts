import type { PositionsMark } from '../recognise/mark.ts'
import { type HeapFacts, retainedBy, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'

/**
 * Where each piece of a parsed document stood, kept for messages though nothing runs by it. It counts the pieces; the
 * saving is what only their positions hold, and the room for them where it is apart from the pieces.
 */
export function findAstLocations(facts: HeapFacts): Finding[] {
  const found = facts.marks.filter((mark): mark is PositionsMark => mark.kind === 'positions')
  return found.map((mark) => {
    const savingBytes = retainedBy(facts, [mark])
    return {
      code: 'ast-locations',
      severity: severityOf(savingBytes, facts.attribution),
      count: mark.places.length,
      savingBytes,
      removable: [mark],
      groups: [],
      routes: [],
      evidence: mark.places.slice(0, 1),
      framework: mark.library,
      facts: {},
    }
  })
}
