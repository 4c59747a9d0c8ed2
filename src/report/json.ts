import type { Difference } from '../diff/difference.ts'
import type { Report } from './report.ts'

/** The document itself, on one line: what --json prints, and what the HTML page saves. */
export function renderJson(document: Report | Difference): string {
  return `${JSON.stringify(document)}\n`
}
