/** A computation that pauses wherever it can wait. */
export type Steps<Result> = Generator<void, Result>

/** All steps at once. */
export function completed<Result>(steps: Steps<Result>): Result {
  let step = steps.next()
  while (step.done !== true) step = steps.next()
  return step.value
}

export interface Practice {
  stop(): void
}

/**
 * Takes one step after the other, for nothing but practice: V8 compiles code that has run before, so that it is fast
 * when it counts. Stops between steps when told to; an error ends it, since the result is not wanted.
 */
export function practise(steps: Steps<unknown>): Practice {
  let stopped = false
  const step = (): void => {
    if (stopped) return
    try {
      if (steps.next().done !== true) setImmediate(step)
    } catch {
      // What is wrong with this snapshot is said by whoever wants its result.
    }
  }
  setImmediate(step)
  return {
    stop() {
      stopped = true
    },
  }
}
