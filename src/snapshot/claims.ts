/** Which thread reads which window of a file: each is read by the one that claims it first. */
export interface Claims {
  readonly windowBytes: number
  /** By window: 0 as long as nobody has claimed it, else who did. On shared memory. */
  readonly owner: Int32Array<SharedArrayBuffer>
}

const owners = { front: 1, back: 2 } as const

/** For a file of that length, and the byte behind it. */
export function noClaims(fileBytes: number, windowBytes: number): Claims {
  const windows = Math.floor(fileBytes / windowBytes) + 1
  return { windowBytes, owner: new Int32Array(new SharedArrayBuffer(4 * windows)) }
}

/** Whether the window is that thread's, now or since before. */
export function claim({ owner }: Claims, window: number, by: keyof typeof owners): boolean {
  const before = Atomics.compareExchange(owner, window, 0, owners[by])
  return before === 0 || before === owners[by]
}
