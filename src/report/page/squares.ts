/** A rectangle, in CSS pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Boxes one below the other that fill the height of `around`, each as high as its size says. */
export function columnOfBoxes(around: Box, sizes: readonly number[]): Box[] {
  const whole = sumOf(sizes)
  let y = around.y
  return sizes.map((size) => {
    const box = { ...around, y, height: (around.height * size) / whole }
    y += box.height
    return box
  })
}

const strip = 19
const edge = 2
const gap = 1

/** Boxes inside of `around`, below a strip for its label. */
export function squareBoxes({ x, y, width, height }: Box, sizes: readonly number[]): Box[] {
  const inner = { width: Math.max(0, width - 2 * edge), height: Math.max(0, height - strip - edge) }
  return squares({ x: x + edge, y: y + strip, ...inner }, sizes)
}

/**
 * Boxes that fill `around`, areas as the sizes say, which come largest first. Rows are filled along the shorter side for
 * as long as that makes the flattest box of the row less flat: Bruls, Huizing, van Wijk, 2000.
 */
export function squares(around: Box, sizes: readonly number[]): Box[] {
  let { x, y, width, height } = around
  const scale = (width * height) / sumOf(sizes)
  const boxes: Box[] = []
  while (boxes.length < sizes.length) {
    const side = Math.min(width, height)
    const row = rowOf(sizes, boxes.length, side, scale)
    const depth = side === 0 ? 0 : (sumOf(row) * scale) / side
    let along = 0
    for (const size of row) {
      const length = depth === 0 ? 0 : (size * scale) / depth
      boxes.push(
        height <= width
          ? apart({ x, y: y + along, width: depth, height: length })
          : apart({ x: x + along, y, width: length, height: depth }),
      )
      along += length
    }
    if (height <= width) [x, width] = [x + depth, width - depth]
    else [y, height] = [y + depth, height - depth]
  }
  return boxes
}

function rowOf(sizes: readonly number[], from: number, side: number, scale: number): number[] {
  const row: number[] = []
  let sum = 0
  let worst = Number.POSITIVE_INFINITY
  for (let at = from; at < sizes.length; at++) {
    sum += sizes[at]
    const length = (sum * scale) / side
    const flattest = Math.max((row[0] ?? sizes[at]) * scale, 1e-9) / length ** 2
    const thinnest = length ** 2 / Math.max(sizes[at] * scale, 1e-9)
    const next = Math.max(flattest, thinnest)
    if (row.length > 0 && next > worst) break
    worst = next
    row.push(sizes[at])
  }
  return row
}

const apart = (box: Box): Box => ({
  ...box,
  width: Math.max(0, box.width - gap),
  height: Math.max(0, box.height - gap),
})

function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0)
}
