import type { CaptureSummary } from './capture/capture.ts'
import type { HeapFacts } from './findings/facts.ts'

/** What the reader of the report must know about this run: what was odd, and what it means for the numbers. */
export function notesOn(facts: HeapFacts, summary: CaptureSummary | null): string[] {
  const notes = [...(summary?.notes ?? [])]
  const { marks, states, attribution } = facts
  if (!marks.some((mark) => mark.kind === 'route')) {
    notes.push(
      'No router that routeheap knows was found, so no route has a row. What composition added is listed by constructor.',
    )
  }
  if (summary !== null && summary.compiledInMeasuredProcess > 0) {
    notes.push(
      `${summary.compiledInMeasuredProcess} TypeScript files had to be compiled inside the measured process; what the compiler holds is in the background.`,
    )
  }
  if (attribution.unreachableBytes > 0) {
    notes.push(`${attribution.unreachableBytes} bytes of the snapshot are reached by nothing and belong to nobody.`)
  }
  const unread = [...states.keys()].filter((mark) => mark.kind === 'route' && mark.path === null).length
  if (unread > 0) {
    const paths = unread === 1 ? 'path of 1 route is' : `paths of ${unread} routes are`
    notes.push(`The ${paths} not in the snapshot: the text is a slice of a longer one, or was cut.`)
  }
  return notes
}
