import { hierarchy, partition, treemap } from 'd3-hierarchy'
import type { Parts } from '../report.ts'
import { partNames } from '../words.ts'
import type { MapNode } from './mapTree.ts'

/** A box on the canvas, in CSS pixels. */
export interface Cell {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** What it shows; for a `+N` box, the parent of what was folded. */
  readonly node: MapNode
  /** How many boxes too small to be seen are folded into this one; 0 for a box of its own. */
  readonly folded: number
  readonly bytes: number
  /** Index of the box around or before it, -1 for the first. */
  readonly parent: number
  /** For a box of which no smaller one is in sight: its bytes by part. */
  readonly mix: ReadonlyMap<keyof Parts, number> | null
}

interface Visible {
  readonly node: MapNode
  readonly folded: number
  readonly bytes: number
  readonly children: Visible[]
}

const leastHeight = 5
const leastArea = 140
const columnWidth = 150
const firstColumn = 0.7

/** Lays out what is below `root`. What would be too small to see or hit is folded, so any report costs the same. */
export function mapLayout(root: MapNode, shape: 'icicle' | 'treemap', width: number, height: number): Cell[] {
  if (width < 1 || height < 1 || root.bytes <= 0) return []
  return shape === 'icicle' ? icicle(root, width, height) : squares(root, width, height)
}

function icicle(root: MapNode, width: number, height: number): Cell[] {
  const columns = Math.max(3, Math.floor(width / columnWidth))
  const data = visible(root, columns, (leastHeight / height) * root.bytes)
  const laid = partition<Visible>().size([height, width])(hierarchy(data).sum(ownBytes))
  // The first column holds one box with one label; the others can use its room.
  const column = width / (laid.height + firstColumn)
  return cellsOf(laid, ({ depth, x0, x1 }) => ({
    x: depth === 0 ? 0 : (depth - 1 + firstColumn) * column,
    y: x0,
    width: (depth === 0 ? firstColumn : 1) * column,
    height: x1 - x0,
  }))
}

function squares(root: MapNode, width: number, height: number): Cell[] {
  const data = visible(root, 4, (leastArea / (width * height)) * root.bytes)
  const laid = treemap<Visible>().size([width, height]).paddingOuter(2).paddingTop(19).paddingInner(1).round(true)(
    hierarchy(data).sum(ownBytes),
  )
  return cellsOf(laid, (box) => ({ x: box.x0, y: box.y0, width: box.x1 - box.x0, height: box.y1 - box.y0 }))
}

function ownBytes(item: Visible): number {
  return item.children.length === 0 ? item.bytes : 0
}

/** The tree that can be seen: `levels` deep, children below `least` bytes folded into one. */
function visible(root: MapNode, levels: number, least: number): Visible {
  const top: Visible = { node: root, folded: 0, bytes: root.bytes, children: [] }
  const pending = [{ item: top, level: 1 }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { item, level } = next
    if (level >= levels) continue
    let folded = 0
    let bytes = 0
    for (const node of item.node.children) {
      if (node.bytes < least) {
        folded++
        bytes += node.bytes
        continue
      }
      const child: Visible = { node, folded: 0, bytes: node.bytes, children: [] }
      item.children.push(child)
      pending.push({ item: child, level: level + 1 })
    }
    if (folded > 0 && item.children.length > 0) item.children.push({ node: item.node, folded, bytes, children: [] })
  }
  return top
}

interface Laid {
  readonly data: Visible
  readonly depth: number
  readonly children?: readonly unknown[] | undefined
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
  readonly parent: Laid | null
  each(visit: (box: Laid) => void): unknown
}

function cellsOf(root: Laid, place: (box: Laid) => Pick<Cell, 'x' | 'y' | 'width' | 'height'>): Cell[] {
  const cells: Cell[] = []
  const indexOf = new Map<Laid, number>()
  root.each((box) => {
    indexOf.set(box, cells.length)
    const { node, folded, bytes } = box.data
    const parent = box.parent === null ? -1 : indexOf.get(box.parent)!
    const mix = box.children === undefined && folded === 0 ? mixOf(node) : null
    cells.push({ ...place(box), node, folded, bytes, parent, mix })
  })
  return cells
}

/** Bytes by part of all that is below a box; null where a part is all it is, or where no part is known. */
function mixOf(node: MapNode): Cell['mix'] {
  if (node.children.length === 0) return null
  const mix = new Map<keyof Parts, number>(partNames.map((part) => [part, 0]))
  const pending = [node]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.part !== null) mix.set(next.part, mix.get(next.part)! + next.bytes)
    else for (const child of next.children) pending.push(child)
  }
  return mix
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
  if (key === 'ArrowRight')
    return orElse(
      cells.findIndex((cell) => cell.parent === from),
      from,
    )
  const siblings = cells.map((_, index) => index).filter((index) => cells[index].parent === cells[from].parent)
  const at = siblings.indexOf(from) + (key === 'ArrowDown' ? 1 : -1)
  return siblings[Math.min(Math.max(at, 0), siblings.length - 1)]
}

function orElse(index: number, fallback: number): number {
  return index < 0 ? fallback : index
}
