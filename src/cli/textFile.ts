import { readFile, stat } from 'node:fs/promises'
import { pipePieces } from '../pipePieces.ts'

/** Bytes as text: in UTF-8, or in what a byte order mark in front of them says, as editors and PowerShell write it. */
export function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return bytes.toString('utf8', marked ? 3 : 0)
}

/** The text of a file, or of a pipe: `signal` ends the wait for its writer. */
export async function readText(path: string, signal: AbortSignal): Promise<string> {
  if (!(await stat(path)).isFIFO()) return decoded(await readFile(path))
  const pieces: Uint8Array[] = []
  for await (const piece of pipePieces(path, signal)) pieces.push(piece)
  return decoded(Buffer.concat(pieces))
}
