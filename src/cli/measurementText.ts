import type { Look } from '../report/lines.ts'
import { comparisonLines, floorLines } from './floorText.ts'
import { priceText } from './price.ts'
import { proofText } from './proofText.ts'
import type { Measurement } from './savedReport.ts'
import { verificationText } from './verify.ts'

/** What a command measured, as it printed it. No line is wider than the look. */
export function measurementText(document: Measurement, look: Look): string {
  switch (document.schema) {
    case 'routeheap/proof@1':
      return proofText(document, look)
    case 'routeheap/floor@1':
      return `${floorLines(document, look).join('\n')}\n`
    case 'routeheap/floor-comparison@1':
      return `${comparisonLines(document, look).join('\n')}\n`
    case 'routeheap/verification@1':
      return verificationText(document, look)
    case 'routeheap/price@1':
      return `${priceText(document)}\n`
  }
}
