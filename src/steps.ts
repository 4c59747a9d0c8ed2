/** What is there already, or promised by another thread. */
export type Eventually<Value> = Value | Promise<Value>

/** A computation that waits for the promises that it yields: one text for those who wait and those who need not. */
export type Steps<Result> = Generator<Promise<unknown>, Result, unknown>

/** Waits for a value within a computation in steps, if it is not there yet. */
export function* settled<Value>(value: Eventually<Value>): Steps<Value> {
  return value instanceof Promise ? ((yield value) as Value) : value
}

/** All steps at once, on this thread. For computations that nothing is promised to. */
export function completed<Result>(steps: Steps<Result>): Result {
  const step = steps.next()
  if (step.done !== true) throw new Error('A step that waits was asked for its result at once.')
  return step.value
}

/** All steps, one after the other. */
export async function finished<Result>(steps: Steps<Result>): Promise<Result> {
  let step = steps.next()
  while (step.done !== true) step = steps.next(await step.value)
  return step.value
}
