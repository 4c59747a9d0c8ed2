import { deflateSync } from 'node:zlib'
import { columnsOf, type Json } from './columns.ts'
import { type Plan, withoutWhatFollows } from './restore.ts'
import { text91 } from './text91.ts'

/** A document packed into text, and how many bytes it stands for. */
export interface Packed {
  readonly text: string
  readonly bytes: number
}

/** Below so many characters the columns take longer than they are worth; the text is deflated as it is. */
const columnsAbove = 8_000_000

/**
 * Packs a document, given as JSON: what follows from the rest is left out, like stands beside like, and all of it is
 * deflated. A Fastify app's report of 9,987 routes and 24,000 validators, 11.1 MB of JSON, is 194 kB of text (gzip and
 * base64: 906 kB); one of 20,000 random routes, 21.0 MB, is 730 kB. Unpacking (page/unpack.ts) gives a value of the same
 * JSON text. Costs 60 to 200 ms a megabyte of JSON, and a tenth of that below `least` characters, where nothing is done
 * but to deflate it.
 */
export function packed(json: string, least = columnsAbove): Packed {
  const deflated = json.length < least ? deflatedAfter('', Buffer.from(json)) : inColumns(json)
  return { text: text91(deflated), bytes: deflated.length }
}

function inColumns(json: string): Buffer {
  const plain = JSON.parse(json) as Json
  const { document: rest, steps } = withoutWhatFollows(plain)
  const { root, bytes } = columnsOf(rest, costOf)
  return deflatedAfter(JSON.stringify({ root, steps } satisfies Plan), bytes)
}

/** The plan and what it is the plan of; without a plan the bytes are the JSON itself. */
function deflatedAfter(plan: string, bytes: Uint8Array): Buffer {
  const text = Buffer.from(plan)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  // JSON as it is: a third of the time of the usual level for a seventh more.
  return deflateSync(Buffer.concat([length, text, bytes]), plan === '' ? { level: 3 } : { level: 9, memLevel: 9 })
}

function costOf(bytes: Uint8Array): number {
  return deflateSync(bytes, { level: 1 }).length
}
