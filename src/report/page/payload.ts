import type { Difference } from '../../diff/difference.ts'
import type { Report } from '../report.ts'

/** The document in this page: its JSON text, and what that parses to. */
export interface Payload {
  readonly json: string
  readonly document: Report | Difference
}

/** Reads the inert data element, unpacking it if it is packed. */
export async function readPayload(): Promise<Payload> {
  const element = window.document.getElementById('document')
  const text = element?.textContent ?? ''
  const packed = element?.getAttribute('data-encoding') === 'base64'
  const document = JSON.parse(packed ? await unpacked(text) : text)
  // What JSON.stringify makes of the document is what the command line prints with --json.
  return { document, json: `${JSON.stringify(document)}\n` }
}

async function unpacked(base64: string): Promise<string> {
  const binary = atob(base64)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(stream).text()
}
