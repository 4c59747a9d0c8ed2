import type { RemediesConfig } from '../capture/inside/config.ts'

/** Originals that the app copies into others, so that nothing dispatches to them any more. */
export interface Copies {
  /** To be told right after a copy was made. */
  copied(original: object): void
  /** The app is ready: all that are not live can be emptied. */
  ready(isLive: (original: object) => boolean): void
  /** Originals that were, or would have been, emptied. */
  emptied(): number
  /** For each of them, which of all copies, from 0, was its last one. */
  lastCopies(): readonly number[]
}

/**
 * Empties originals: all of them when the app is ready, or each right after its last copy, where an earlier boot has told
 * which that was (`after`). Only then the memory that the app needs while it boots gets smaller.
 */
export function copies({ act, after }: RemediesConfig, name: string, empty: (original: object) => void): Copies {
  const made: WeakRef<object>[] = []
  const early = new Set(act ? after[name] : [])
  const done = new WeakSet<object>()
  let last: readonly number[] = []
  const emptyOnce = (original: object) => {
    if (!act || done.has(original)) return
    done.add(original)
    empty(original)
  }
  return {
    copied(original) {
      const number = made.push(new WeakRef(original)) - 1
      if (early.has(number)) emptyOnce(original)
    },
    ready(isLive) {
      const lastCopy = new Map<object, number>()
      for (const [number, ref] of made.entries()) {
        const original = ref.deref()
        if (original !== undefined && !isLive(original)) lastCopy.set(original, number)
      }
      for (const original of lastCopy.keys()) emptyOnce(original)
      last = [...lastCopy.values()]
    },
    emptied: () => last.length,
    lastCopies: () => last,
  }
}
