import type { Look } from '../report/lines.ts'
import { renderFloor } from '../report/terminalFloor.ts'
import { renderProof } from '../report/terminalProof.ts'
import { priceText } from './price.ts'
import type { Measurement } from './savedReport.ts'
import { verificationText } from './verify.ts'

/** What a command measured, as it printed it. No line is wider than the look. */
export function measurementText(document: Measurement, look: Look): string {
  switch (document.schema) {
    case 'routeheap/proof@1':
      return renderProof(document, look)
    case 'routeheap/floor@1':
    case 'routeheap/floor-comparison@1':
      return renderFloor(document, look)
    case 'routeheap/verification@1':
      return verificationText(document, look)
    case 'routeheap/price@1':
      return `${priceText(document)}\n`
  }
}
