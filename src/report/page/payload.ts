import type { Difference } from '../../diff/difference.ts'
import type { Report } from '../report.ts'
import { unpacked } from './unpack.ts'

/** The document in this page: its JSON text, and what that parses to. */
export interface Payload {
  readonly json: string
  readonly document: Report | Difference
}

/** Reads the inert data element, unpacking it if it is packed. */
export async function readPayload(): Promise<Payload> {
  const element = window.document.getElementById('document') as HTMLElement
  const text = element.textContent
  const { bytes } = element.dataset
  const document = bytes === undefined ? JSON.parse(text) : await unpacked(text, Number(bytes))
  // What JSON.stringify makes of the document is what the command line prints with --json.
  return { document, json: `${JSON.stringify(document)}\n` }
}
