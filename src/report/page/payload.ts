import type { Difference } from '../../diff/difference.ts'
import type { Report } from '../report.ts'
import { unpacked } from './unpack.ts'

/** The document in this page. */
export interface Payload {
  readonly document: Report | Difference
  /** Its JSON text, byte for byte what the command line prints with --json. Some 100 ms for 20 MB, so it is made when asked for. */
  readonly json: () => string
}

/** Reads the inert data element, unpacking it if it is packed. */
export async function readPayload(): Promise<Payload> {
  const element = window.document.getElementById('document') as HTMLElement
  const text = element.textContent
  const { bytes } = element.dataset
  if (bytes !== undefined) await drawn()
  const document = bytes === undefined ? JSON.parse(text) : await unpacked(text, Number(bytes))
  return { document, json: () => `${JSON.stringify(document)}\n` }
}

/** Until what is in the page already can be seen: what comes then takes the thread for long. Pages out of sight draw nothing. */
function drawn(): Promise<unknown> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, 200)
  })
}
