import type { Server } from 'node:net'
import { ownText } from './ownText.ts'
import type { RecordedListener } from './record.ts'

type Listener = (...args: never) => unknown

/** Longer texts are bundles, in which every name occurs. */
const longestText = 100_000
/** V8 cuts strings in snapshots to 1,024 characters. */
const longestPiece = 1_000
/** Not behind a dot, where names of properties are; behind three dots there is a variable. */
const word =
  /(?<![\p{ID_Continue}$.#])[\p{ID_Start}$_][\p{ID_Continue}$]*|(?<=\.\.\.)[\p{ID_Start}$_][\p{ID_Continue}$]*/gu

/**
 * Parameters in the head of a function, where they are nothing but names, and the first variable that it begins with: with such a
 * name it means no variable around it, and a minifier gives all functions the same few.
 */
const head =
  /^(?:async\b\s*)?(?:(?:function\b\s*\*?\s*)?[\w$]*\s*\(([\w$\s,]*)\)\s*(?:=>\s*\{?|\{)|([\w$]+)\s*=>\s*\{?)(?:\s*(?:const|let|var)\s+([\w$]+)\s*[=,;])?/

/** The functions that these servers call, and which variables they can name. Servers that are gone are left out. */
export function listenersOf(servers: readonly WeakRef<Server>[]): RecordedListener[] {
  const live = servers.flatMap((server) => server.deref() ?? [])
  const listeners = new Set(live.flatMap(calledBy))
  return [...listeners].map((listener) => ({ listener: new WeakRef(listener), names: namesIn(listener) }))
}

/** What an app has put in the place of an emitter's methods may throw: then nobody knows. */
function calledBy(server: Server): Listener[] {
  try {
    return server.eventNames().flatMap((event) => server.listeners(event) as Listener[])
  } catch {
    return []
  }
}

function namesIn(listener: Listener): string[] {
  const text = Function.prototype.toString.call(listener)
  if (text.length > longestText || text.includes('[native code]')) return []
  const own = new Set(head.exec(text)?.slice(1).join().match(word))
  const pieces: string[] = []
  let piece = ''
  for (const name of new Set(text.match(word))) {
    if (own.has(name)) continue
    if (piece.length + name.length >= longestPiece) {
      pieces.push(piece)
      piece = ''
    }
    piece += ` ${name}`
  }
  return [...pieces, piece].map(ownText)
}
