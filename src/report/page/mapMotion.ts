import type { Cell, Shape } from './mapLayout.ts'
import type { Box } from './squares.ts'

/** A map that grows out of one of its boxes, or shrinks into it, above the one that holds the box. */
export interface Motion {
  readonly around: readonly Cell[]
  readonly inside: readonly Cell[]
  /** The box, where all of `inside` is at the small end. */
  readonly box: Box
  readonly grows: boolean
}

const duration = 220

/** How the map gets from what it showed to what it shows; null where neither is a box of the other, or motion is unwanted. */
export function motionOf(before: readonly Cell[], after: readonly Cell[], shape: Shape): Motion | null {
  if (before.length === 0 || after.length === 0 || before === after) return null
  if (before[0].height !== after[0].height || matchMedia('(prefers-reduced-motion: reduce)').matches) return null
  const placeOf = (of: readonly Cell[], among: readonly Cell[]): Box | undefined => {
    const found = among.find(({ node, folded, depth }) => depth > 0 && folded === 0 && node.id === of[0].node.id)
    // What is in a box of an icicle stands to the right of it.
    return found && shape === 'icicle' ? { ...found, width: wholeOf(among).width - found.x } : found
  }
  const entered = placeOf(after, before)
  if (entered !== undefined) return { around: before, inside: after, box: entered, grows: true }
  const left = placeOf(before, after)
  return left === undefined ? null : { around: after, inside: before, box: left, grows: false }
}

/** Calls `draw` for each frame with the cells of `inside` where they are then, and null at the end. Gives how to stop it. */
export function animated({ inside, box, grows }: Motion, draw: (inside: Cell[] | null) => void): () => void {
  const begun = performance.now()
  const whole = wholeOf(inside)
  let request = 0
  const frame = (now: number) => {
    const time = Math.min(1, Math.max(0, now - begun) / duration)
    if (time === 1) return draw(null)
    const eased = 1 - (1 - time) ** 3
    draw(placed(inside, whole, between(box, whole, grows ? eased : 1 - eased)))
    request = requestAnimationFrame(frame)
  }
  request = requestAnimationFrame(frame)
  return () => cancelAnimationFrame(request)
}

/** What all cells together fill: the first one fills only the first column of an icicle. */
function wholeOf(cells: readonly Cell[]): Box {
  const right = cells.reduce((most, { x, width }) => Math.max(most, x + width), 0)
  return { x: 0, y: 0, width: right, height: cells[0].height }
}

function between(from: Box, to: Box, part: number): Box {
  const mixed = (a: number, b: number) => a + (b - a) * part
  return {
    x: mixed(from.x, to.x),
    y: mixed(from.y, to.y),
    width: mixed(from.width, to.width),
    height: mixed(from.height, to.height),
  }
}

function placed(cells: readonly Cell[], whole: Box, into: Box): Cell[] {
  const [wide, high] = [into.width / whole.width, into.height / whole.height]
  return cells.map((cell) => ({
    ...cell,
    x: into.x + cell.x * wide,
    y: into.y + cell.y * high,
    width: cell.width * wide,
    height: cell.height * high,
  }))
}
