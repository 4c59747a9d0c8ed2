import type { Parts } from '../report.ts'
import { partNames } from '../words.ts'
import { addParts, childrenOf, type MapNode } from './mapTree.ts'
import { type Box, columnOfBoxes, squareBoxes } from './squares.ts'

/** A box on the canvas, in CSS pixels. */
export interface Cell extends Box {
  /** What it shows; for a `+N` box, the parent of what was folded. */
  readonly node: MapNode
  /** How many boxes too small to be seen are folded into this one; 0 for a box of its own. */
  readonly folded: number
  readonly bytes: number
  /** Index of the box around or before it, -1 for the first. */
  readonly parent: number
  readonly depth: number
  /** For a box of which no smaller one is in sight: what its bytes are. */
  readonly mix: readonly Slice[] | null
}

/** Bytes of one part, and whether equal ones are held elsewhere. */
export interface Slice {
  readonly part: keyof Parts
  readonly doubled: boolean
  readonly bytes: number
}

export type Shape = 'icicle' | 'treemap'

const leastHeight = 5
const leastArea = 140
const columnWidth = 150
const firstColumn = 0.7
const levelsOfSquares = 4

/**
 * Lays out what is below `root`, each box after the one around it. What would be too small to see or hit is folded into
 * one box a parent, so sums stay exact, and a layout costs what can be seen and not what there is.
 */
export function mapLayout(root: MapNode, shape: Shape, width: number, height: number): Cell[] {
  if (width < 1 || height < 1 || root.bytes <= 0) return []
  const whole = { node: root, folded: 0, bytes: root.bytes, parent: -1, depth: 0, mix: null }
  const cells: Cell[] = [{ ...whole, x: 0, y: 0, width, height }]
  const levels = shape === 'icicle' ? Math.max(3, Math.floor(width / columnWidth)) : levelsOfSquares
  const least = (root.bytes / height) * (shape === 'icicle' ? leastHeight : leastArea / width)
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at]
    if (cell.folded > 0) continue
    const children = cell.depth + 1 < levels ? inSight(cell, least) : []
    if (children.length === 0) cells[at] = { ...cell, mix: mixOf(cell.node) }
    const sizes = children.map(({ bytes }) => bytes)
    const boxes = shape === 'icicle' ? columnOfBoxes(cell, sizes) : squareBoxes(cell, sizes)
    boxes.forEach((box, index) => {
      cells.push({ ...box, ...children[index], parent: at, depth: cell.depth + 1, mix: null })
    })
  }
  return shape === 'icicle' ? inColumns(cells, width) : cells
}

/** The children that are large enough to be seen, and what the others are together. None where none is. */
function inSight({ node }: Cell, least: number): Pick<Cell, 'node' | 'folded' | 'bytes'>[] {
  const children = childrenOf(node)
  const seen = children.filter(({ bytes }) => bytes >= least)
  const small = children.slice(seen.length)
  const shown = seen.map((child) => ({ node: child, folded: 0, bytes: child.bytes }))
  if (seen.length === 0 || small.length === 0) return shown
  return [...shown, { node, folded: small.length, bytes: small.reduce((sum, { bytes }) => sum + bytes, 0) }]
}

/** The first column holds one box with one label, so the others get of its room. */
function inColumns(cells: readonly Cell[], width: number): Cell[] {
  const deepest = cells[cells.length - 1].depth
  const column = width / (deepest + firstColumn)
  return cells.map((cell) =>
    cell.depth === 0
      ? { ...cell, width: column * firstColumn }
      : { ...cell, x: (cell.depth - 1 + firstColumn) * column, width: column },
  )
}

/** What is below a box, part by part; null where a part is all it is, or where no part is known. */
function mixOf(node: MapNode): Cell['mix'] {
  if (node.kind === 'part' || node.kind === 'other') return null
  const sums = new Float64Array(2 * partNames.length)
  addParts(node, sums)
  const mix = partNames.flatMap((part, at) => [
    { part, doubled: false, bytes: sums[2 * at] },
    { part, doubled: true, bytes: sums[2 * at + 1] },
  ])
  const present = mix.filter(({ bytes }) => bytes > 0)
  return present.length === 0 ? null : present
}

/** The innermost box at a point. */
export function cellAt(cells: readonly Cell[], x: number, y: number): number {
  for (let index = cells.length - 1; index >= 0; index--) {
    const cell = cells[index]
    if (x >= cell.x && x < cell.x + cell.width && y >= cell.y && y < cell.y + cell.height) return index
  }
  return -1
}

/** Where an arrow key leads: in and out of a box, or to the box before and after it. */
export function neighbour(cells: readonly Cell[], from: number, key: string): number {
  if (from < 0) return 0
  if (key === 'ArrowLeft') return Math.max(0, cells[from].parent)
  const siblings = cells.map((_, index) => index).filter((index) => cells[index].parent === cells[from].parent)
  if (key === 'ArrowRight')
    return Math.max(
      from,
      cells.findIndex(({ parent }) => parent === from),
    )
  const at = siblings.indexOf(from) + (key === 'ArrowDown' ? 1 : -1)
  return siblings[Math.min(Math.max(at, 0), siblings.length - 1)]
}
