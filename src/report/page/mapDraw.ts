import { countOf, formatBytes, formatPercent } from '../bytes.ts'
import { printable, shortened } from '../printable.ts'
import { type Found, foundOf } from './mapFind.ts'
import type { Cell } from './mapLayout.ts'
import type { Palette } from './mapPalette.ts'
import { type MapNode, twiceOf } from './mapTree.ts'

/** What is drawn over the boxes. */
export interface Marks {
  /** The box under the pointer, and the one with the keyboard's focus; -1 for none. */
  readonly hover: number
  readonly at: number
  readonly found: Found | null
}

const nothingMarked: Marks = { hover: -1, at: -1, found: null }

/** Draws the boxes. Those of `moving`, which are on their way, are drawn above all others. */
export function drawMap(
  canvas: HTMLCanvasElement,
  cells: readonly Cell[],
  palette: Palette,
  marks: Marks,
  moving: readonly Cell[] = [],
) {
  const context = canvas.getContext('2d')
  if (context === null) return
  const ratio = devicePixelRatio || 1
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.textBaseline = 'middle'
  const drawing: Drawing = { context, palette, hatch: hatchOf(context, palette.hatch, ratio), moves: moving.length > 0 }
  drawAll(drawing, cells, marks)
  if (moving.length > 0) drawAll(drawing, moving, { ...nothingMarked, found: marks.found })
}

interface Drawing {
  readonly context: CanvasRenderingContext2D
  readonly palette: Palette
  readonly hatch: CanvasPattern | null
  /** While boxes move, labels are cut off and not shortened. */
  readonly moves: boolean
}

function drawAll(drawing: Drawing, cells: readonly Cell[], { hover, at, found }: Marks): void {
  const { context, palette } = drawing
  cells.forEach((cell, index) => {
    drawCell(drawing, cell, cells, found)
    if (index === hover) outline(context, cell, palette.text, 1)
  })
  if (at >= 0 && at < cells.length) outline(context, cells[at], palette.focus, 3)
}

function drawCell(drawing: Drawing, cell: Cell, cells: readonly Cell[], found: Found | null): void {
  const { context, palette, hatch } = drawing
  const { x, y, width, height, node, folded } = cell
  if (width < 0.5 || height < 0.5) return
  const part = folded === 0 && node.kind === 'part' && node.part !== null
  context.fillStyle = part ? palette.parts[node.part!] : fillOf(cell, cells, palette)
  // A hairline between boxes is left free, unless the box would vanish.
  const [w, h] = [Math.max(width - 1, 0.5), height > 3 ? height - 1 : height - 0.5]
  context.fillRect(x, y, w, h)
  if (cell.mix !== null) drawMix(drawing, cell, w, h)
  else if (part && hatch !== null && node.doubles.length > 0) {
    context.fillStyle = hatch
    context.fillRect(x, y, w, h)
  }
  if (node.state !== 'live' && folded === 0) {
    context.fillStyle = node.state === 'dead' ? palette.deadBar : palette.shadowedBar
    context.fillRect(x, y, Math.min(barWidth, w), h)
  }
  // Nothing that fits is in it: it stays readable, but steps back. What is around others is behind what fits anyway.
  const veiled = found !== null && (found.counts[0] === 0 || foundOf(found, cell) === 0)
  if (veiled) {
    context.fillStyle = palette.veil
    context.fillRect(x, y, w, h)
  } else if (found !== null && (cell.mix !== null || folded > 0) && h > 12) {
    outline(context, { ...cell, width: w, height: h }, palette.focus, 2)
  }
  if (palette.edge !== transparent) outline(context, { ...cell, width: w, height: h }, palette.edge, 1)
  drawLabel(drawing, cell, cells, !veiled && (part || cell.mix !== null) ? palette.textOnPart : palette.text)
}

const transparent = 'rgba(0, 0, 0, 0)'
const barWidth = 4

/** What a box is made of, side by side, where its parts have no boxes of their own. */
function drawMix({ context, palette, hatch }: Drawing, cell: Cell, width: number, height: number): void {
  let x = cell.x
  for (const { part, doubled, bytes } of cell.mix!) {
    const piece = (width * bytes) / Math.max(1, cell.bytes)
    context.fillStyle = palette.parts[part]
    context.fillRect(x, cell.y, piece, height)
    if (doubled && hatch !== null) {
      context.fillStyle = hatch
      context.fillRect(x, cell.y, piece, height)
    }
    x += piece
  }
}

function fillOf(cell: Cell, cells: readonly Cell[], palette: Palette): string {
  if (cell.folded > 0) return palette.surface
  if (cell.node.state === 'dead') return palette.dead
  if (cell.node.state === 'shadowed') return palette.shadowed
  let depth = 0
  for (let at = cell.parent; at >= 0; at = cells[at].parent) depth++
  return palette.levels[Math.min(depth, palette.levels.length - 1)]
}

function drawLabel({ context, palette, moves }: Drawing, cell: Cell, cells: readonly Cell[], colour: string): void {
  const { x, y, width, height, node, folded, bytes } = cell
  if (width < (node.kind === 'route' ? 64 : 36) || height < 15) return
  context.font = `${folded === 0 && node.kind !== 'part' ? 500 : 400} 12px ${palette.font}`
  // A box with boxes in it has its label in the strip above them.
  const line = cells[0].width > cell.width && isTop(cell, cells) ? y + 10 : y + Math.min(height / 2, 13)
  const left = node.state === 'live' || folded > 0 ? 6 : 6 + barWidth
  const room = width - left - 6
  const name = folded > 0 ? `+${folded} small` : labelOf(node, cells[cell.parent])
  const size = formatBytes(bytes)
  const sizeWidth = widthOf(context, size)
  const both = room >= Math.min(widthOf(context, name), 90) + sizeWidth + 12
  const shown = fitted(context, name, room - (both ? sizeWidth + 10 : 0), moves)
  if (colour === palette.textOnPart && (cell.mix !== null || node.doubles.length > 0)) {
    context.fillStyle = palette.backing
    context.fillRect(x + left - 2, line - 8, widthOf(context, shown) + 4, Math.min(15, height - 1))
    if (both) context.fillRect(x + width - 8 - sizeWidth, line - 8, sizeWidth + 4, Math.min(15, height - 1))
  }
  context.fillStyle = folded > 0 ? palette.muted : colour
  context.fillText(shown, x + left, line)
  if (!both) return
  context.globalAlpha = 0.8
  context.fillText(size, x + width - 6 - sizeWidth, line)
  context.globalAlpha = 1
}

/** In a treemap, boxes lie inside of the box they belong to. */
function isTop(cell: Cell, cells: readonly Cell[]): boolean {
  return cell.parent >= 0 && cells[cell.parent].x < cell.x && cells[cell.parent].x + cells[cell.parent].width > cell.x
}

/** Its name; what is not live says so, since a bar alone does not say which. */
function labelOf({ label, state }: MapNode, around: Cell | undefined): string {
  return printable(label.slice(0, 400)) + (state === 'live' || state === around?.node.state ? '' : ` · ${state}`)
}

/** Widths of texts that were drawn, by font and text: measuring is most of what drawing costs. */
const widths = new Map<string, number>()

function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}\n${text}`
  let width = widths.get(key)
  if (width === undefined) {
    if (widths.size > 20_000) widths.clear()
    width = context.measureText(text).width
    widths.set(key, width)
  }
  return width
}

/** A name cut in the middle until the context draws it within `width`; cut at its end, by a guess, where there is no time. */
function fitted(context: CanvasRenderingContext2D, name: string, width: number, hastily: boolean): string {
  const whole = widthOf(context, name)
  if (whole <= width) return name
  const letter = whole / name.length
  if (hastily) return name.slice(0, Math.max(0, Math.floor(width / letter)))
  let columns = Math.max(1, Math.floor(width / letter))
  let text = shortened(name, columns)
  while (columns > 1 && widthOf(context, text) > width) text = shortened(name, --columns)
  return text
}

function outline(context: CanvasRenderingContext2D, cell: Cell, colour: string, width: number): void {
  context.strokeStyle = colour
  context.lineWidth = width
  context.strokeRect(cell.x + width / 2, cell.y + width / 2, cell.width - width, cell.height - width)
}

let hatched: { readonly key: string; readonly pattern: CanvasPattern | null } | null = null

/** The pattern that was made last is kept: each frame asks for it. */
function hatchOf(context: CanvasRenderingContext2D, colour: string, ratio: number): CanvasPattern | null {
  const key = `${colour} ${ratio}`
  if (hatched?.key !== key) hatched = { key, pattern: madeHatch(context, colour, ratio) }
  return hatched.pattern
}

function madeHatch(context: CanvasRenderingContext2D, colour: string, ratio: number): CanvasPattern | null {
  const tile = document.createElement('canvas')
  tile.width = tile.height = 6 * ratio
  const pen = tile.getContext('2d')
  if (pen === null) return null
  pen.scale(ratio, ratio)
  pen.strokeStyle = colour
  pen.lineWidth = 1.2
  for (const shift of [-6, 0, 6]) {
    pen.beginPath()
    pen.moveTo(shift - 1, 7)
    pen.lineTo(shift + 7, -1)
    pen.stroke()
  }
  const pattern = context.createPattern(tile, 'repeat')
  pattern?.setTransform(new DOMMatrix().scale(1 / ratio))
  return pattern
}

/** What a box says to a screen reader and in the tip. */
export function describeCell(cell: Cell, whole: number, found: Found | null): string {
  const { node, folded, bytes } = cell
  const name = folded > 0 ? `${folded} small boxes in ${node.label.slice(0, 400)}` : node.label.slice(0, 400)
  const state = node.state === 'live' || folded > 0 ? '' : `, ${node.state}`
  const twice = folded > 0 ? 0 : twiceOf(node)
  const again = twice === 0 ? '' : `, ${twice === bytes ? 'all' : formatBytes(twice)} of it held elsewhere too`
  const fits = found === null ? '' : `, ${countOf(foundOf(found, cell), 'route')} found`
  return `${printable(name)}: ${formatBytes(bytes)}, ${formatPercent(bytes, whole)} of all that is shown here${state}${again}${fits}`
}
