import { formatBytes, formatPercent } from '../bytes.ts'
import { columnsOf, printable, shortened } from '../printable.ts'
import type { Parts } from '../report.ts'
import { partNames } from '../words.ts'
import type { Cell } from './mapLayout.ts'

/** The colours of the map, read from the page's styles so that they follow the colour scheme. */
export interface Palette {
  readonly text: string
  readonly textOnPart: string
  readonly muted: string
  readonly surface: string
  readonly focus: string
  readonly levels: readonly string[]
  readonly dead: string
  readonly hatch: string
  readonly shadowed: string
  readonly parts: Readonly<Record<keyof Parts, string>>
  readonly font: string
}

/** Reads the palette. The probe turns what the styles say, `light-dark()` too, into plain colours. */
export function paletteOf(probe: HTMLElement): Palette {
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  return {
    text: colour('text'),
    textOnPart: colour('on-part'),
    muted: colour('muted'),
    surface: colour('surface'),
    focus: colour('focus'),
    levels: [colour('map-0'), colour('map-1'), colour('map-2')],
    dead: colour('map-dead'),
    hatch: colour('map-hatch'),
    shadowed: colour('map-shadowed'),
    parts: Object.fromEntries(partNames.map((part) => [part, colour(`part-${part}`)])) as Record<keyof Parts, string>,
    font: getComputedStyle(probe).fontFamily,
  }
}

/** Draws the boxes, with the one under the pointer and the one with the keyboard's focus marked. */
export function drawMap(
  canvas: HTMLCanvasElement,
  cells: readonly Cell[],
  palette: Palette,
  hover: number,
  at: number,
) {
  const context = canvas.getContext('2d')
  if (context === null) return
  const ratio = devicePixelRatio || 1
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.textBaseline = 'middle'
  const hatch = hatchOf(context, palette.hatch)
  cells.forEach((cell, index) => {
    drawCell(context, cell, cells, palette, hatch)
    if (index === hover) outline(context, cell, palette.text, 1)
  })
  if (at >= 0 && at < cells.length) outline(context, cells[at], palette.focus, 3)
}

function drawCell(
  context: CanvasRenderingContext2D,
  cell: Cell,
  cells: readonly Cell[],
  palette: Palette,
  hatch: CanvasPattern | null,
): void {
  const { x, y, width, height, node } = cell
  if (width < 0.5 || height < 0.5) return
  const part = cell.folded === 0 && node.kind === 'part' && node.part !== null
  context.fillStyle = part ? palette.parts[node.part!] : fillOf(cell, cells, palette)
  // A hairline between boxes is left free, unless the box would vanish.
  const [w, h] = [Math.max(width - 1, 0.5), height > 3 ? height - 1 : height - 0.5]
  context.fillRect(x, y, w, h)
  if (cell.mix !== null) drawMix(context, cell, palette, w, h)
  if (node.state === 'dead' && hatch !== null && cell.folded === 0) {
    context.fillStyle = hatch
    context.fillRect(x, y, w, h)
  }
  drawLabel(context, cell, cells, palette, part || cell.mix !== null ? palette.textOnPart : palette.text)
}

/** What a box is made of, side by side, where its parts have no boxes of their own. */
function drawMix(context: CanvasRenderingContext2D, cell: Cell, palette: Palette, width: number, height: number): void {
  let x = cell.x
  for (const { part, bytes } of cell.mix!) {
    const piece = (width * bytes) / Math.max(1, cell.bytes)
    context.fillStyle = palette.parts[part]
    context.fillRect(x, cell.y, piece, height)
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

function drawLabel(
  context: CanvasRenderingContext2D,
  cell: Cell,
  cells: readonly Cell[],
  palette: Palette,
  colour: string,
): void {
  const { x, y, width, height, node, folded, bytes } = cell
  if (width < (node.kind === 'route' ? 64 : 36) || height < 15) return
  context.font = `${folded === 0 && node.kind !== 'part' ? 500 : 400} 12px ${palette.font}`
  const letter = context.measureText('0').width
  const room = Math.floor((width - 12) / letter)
  // A box with boxes in it has its label in the strip above them.
  const line = cells[0].width > cell.width && isTop(cell, cells) ? y + 10 : y + Math.min(height / 2, 13)
  const name = folded > 0 ? `+${folded} small` : printable(node.label.slice(0, 400))
  const size = formatBytes(bytes)
  const both = room >= Math.min(columnsOf(name), 14) + size.length + 2
  context.fillStyle = folded > 0 ? palette.muted : colour
  context.save()
  context.beginPath()
  context.rect(x + 1, y, width - 2, height)
  context.clip()
  context.fillText(fitted(context, name, width - 12 - (both ? context.measureText(size).width + 10 : 0)), x + 6, line)
  if (both) {
    context.globalAlpha = 0.8
    context.fillText(size, x + width - 6 - context.measureText(size).width, line)
  }
  context.restore()
}

/** In a treemap, boxes lie inside of the box they belong to. */
function isTop(cell: Cell, cells: readonly Cell[]): boolean {
  return cell.parent >= 0 && cells[cell.parent].x < cell.x && cells[cell.parent].x + cells[cell.parent].width > cell.x
}

/** A name cut in the middle until the context draws it within `width`. */
function fitted(context: CanvasRenderingContext2D, name: string, width: number): string {
  if (context.measureText(name).width <= width) return name
  const letter = context.measureText('n').width
  let columns = Math.max(1, Math.floor(width / (letter * 0.8)))
  let text = shortened(name, columns)
  while (columns > 1 && context.measureText(text).width > width) text = shortened(name, --columns)
  return text
}

function outline(context: CanvasRenderingContext2D, cell: Cell, colour: string, width: number): void {
  context.strokeStyle = colour
  context.lineWidth = width
  context.strokeRect(cell.x + width / 2, cell.y + width / 2, cell.width - width, cell.height - width)
}

function hatchOf(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = document.createElement('canvas')
  tile.width = tile.height = 8
  const pen = tile.getContext('2d')
  if (pen === null) return null
  pen.strokeStyle = colour
  pen.lineWidth = 1.4
  for (const shift of [-8, 0, 8]) {
    pen.beginPath()
    pen.moveTo(shift, 8)
    pen.lineTo(shift + 8, 0)
    pen.stroke()
  }
  return context.createPattern(tile, 'repeat')
}

/** What a box says to a screen reader and in the tip. */
export function describeCell(cell: Cell, whole: number): string {
  const { node, folded, bytes } = cell
  const name = folded > 0 ? `${folded} small boxes in ${node.label.slice(0, 400)}` : node.label.slice(0, 400)
  const state = node.state === 'live' || folded > 0 ? '' : `, ${node.state}`
  return `${printable(name)}: ${formatBytes(bytes)}, ${formatPercent(bytes, whole)} of all that is owned${state}`
}
