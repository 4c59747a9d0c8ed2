import { readFile, stat } from 'node:fs/promises'
import { pipePieces } from '../pipePieces.ts'

/** The text of a file, or of a pipe: `signal` ends the wait for its writer. */
export async function readText(path: string, signal: AbortSignal): Promise<string> {
  if (!(await stat(path)).isFIFO()) return readFile(path, 'utf8')
  const pieces: Uint8Array[] = []
  for await (const piece of pipePieces(path, signal)) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}
