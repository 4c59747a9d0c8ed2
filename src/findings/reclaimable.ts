import type { Mark } from '../recognise/mark.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import { type HeapFacts, neverMade } from './facts.ts'
import type { Finding } from './finding.ts'

/**
 * Bytes freed if all of `findings` were mended at once: one removal, never a sum. Of things that can stand in for each
 * other one stays, and it is chosen from those that no other finding takes away. `besides` go as well.
 */
export function reclaimableBytes(facts: HeapFacts, findings: readonly Finding[], besides: readonly Mark[] = []): Bytes {
  const whole = findings.filter(({ groups }) => groups.length === 0).flatMap(({ removable }) => [...removable])
  const marks = [...besides, ...whole]
  let freed = neverMade(facts, marks)
  for (const { groups, besides: going = [] } of findings) {
    if (groups.length === 0) continue
    const { isFreed } = freed
    const staying = groups.map((group) => group.filter((mark) => !isFreed(mark.leading[0])))
    marks.push(...staying.flatMap((group) => group.slice(1)), ...going)
    freed = neverMade(facts, marks)
  }
  const shrinking = findings.flatMap((finding) => finding.shrinking ?? []).filter(({ node }) => !freed.isFreed(node))
  const parts = findings
    .flatMap((finding) => finding.parts ?? [])
    .flatMap((group) => group.filter(({ schema }) => !freed.isFreed(schema)).slice(1))
  const besidesRemoval = [
    ...findings.map(({ apartBytes = 0 }) => apartBytes),
    ...[...shrinking, ...parts].map(({ bytes }) => bytes),
  ]
  return besidesRemoval.reduce((sum, bytes) => sum + bytes, freed.bytes)
}
