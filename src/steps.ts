/** What is there already, or promised by another thread. */
export type Eventually<Value> = Value | Promise<Value>

/** A computation in steps: it pauses wherever it can be left, and waits for the promises that it yields. */
export type Steps<Result> = Generator<Promise<unknown> | undefined, Result, unknown>

/** Waits for a value within a computation in steps, if it is not there yet. */
export function* settled<Value>(value: Eventually<Value>): Steps<Value> {
  return value instanceof Promise ? ((yield value) as Value) : value
}

/** All steps at once, on this thread. For computations that nothing is promised to. */
export function completed<Result>(steps: Steps<Result>): Result {
  let step = steps.next()
  while (step.done !== true) {
    if (step.value !== undefined) throw new Error('A step that waits was asked for its result at once.')
    step = steps.next()
  }
  return step.value
}

/** All steps, with a turn of the event loop for those that wait only. Null where `isLeft` said so between two steps. */
export async function finished<Result>(steps: Steps<Result>): Promise<Result>
export async function finished<Result>(steps: Steps<Result>, isLeft: () => boolean): Promise<Result | null>
export async function finished<Result>(steps: Steps<Result>, isLeft?: () => boolean): Promise<Result | null> {
  let step = steps.next()
  while (step.done !== true) {
    const answer = step.value === undefined ? undefined : await step.value
    if (isLeft !== undefined) {
      await new Promise(setImmediate)
      if (isLeft()) return null
    }
    step = steps.next(answer)
  }
  return step.value
}

export interface Practice {
  stop(): void
}

/** How often a computation is practised. */
const rounds = 3

/**
 * Computes the same a few times over, for nothing but practice: V8 compiles code that has run before, so that it is fast
 * when it counts. Stops between two steps when told to; an error ends it, since the result is not wanted.
 */
export function practise(begin: () => Steps<unknown>): Practice {
  let stopped = false
  const all = async () => {
    for (let round = 0; round < rounds && !stopped; round++) await finished(begin(), () => stopped)
  }
  // What is wrong with this snapshot is said by whoever wants its result.
  all().catch(() => undefined)
  return {
    stop() {
      stopped = true
    },
  }
}
