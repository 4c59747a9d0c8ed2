import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Report } from '../report.ts'
import { describeCell, drawMap } from './mapDraw.ts'
import type { Found } from './mapFind.ts'
import { type Cell, cellAt, mapLayout, neighbour, type Shape } from './mapLayout.ts'
import { animated, motionOf } from './mapMotion.ts'
import { paletteOf } from './mapPalette.ts'
import { childrenOf, type MapNode, zoomOf } from './mapTree.ts'
import { useNow } from './useNow.ts'
import { inFragment, show } from './view.ts'

interface BoxesProps {
  readonly report: Report
  readonly root: MapNode
  readonly whole: number
  readonly shape: Shape
  readonly theme: string
  readonly found: Found | null
}

/** The map on its canvas, with what answers to the pointer and to keys. */
export function Boxes({ report, root, whole, shape, theme, found }: BoxesProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const probe = useRef<HTMLSpanElement>(null)
  const [width, height] = useSize(canvas)
  const [hover, setHover] = useState({ at: -1, x: 0, y: 0 })
  const [active, setActive] = useNow(-1)
  const scheme = useScheme()
  const cells = useMemo(() => mapLayout(root, shape, width, height), [root, shape, width, height])
  const at = Math.min(active.current, cells.length - 1)
  useEffect(() => setActive(-1), [root])
  const before = useRef(cells)
  const draw = useRef(() => {})
  const stop = useRef<(() => void) | null>(null)
  useEffect(() => {
    const element = canvas.current
    if (element === null || probe.current === null || width === 0) return
    const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)]
    if (element.width !== wide || element.height !== high) [element.width, element.height] = [wide, high]
    const palette = paletteOf(probe.current)
    draw.current = () => drawMap(element, cells, palette, { hover: hover.at, at, found })
    const motion = motionOf(before.current, cells, shape)
    const same = before.current === cells
    before.current = cells
    // What changes on the way is drawn at its end.
    if (same && stop.current !== null) return
    stop.current?.()
    stop.current = null
    if (motion === null) return draw.current()
    stop.current = animated(motion, (inside) => {
      if (inside !== null) return drawMap(element, motion.around, palette, { hover: -1, at: -1, found }, inside)
      stop.current = null
      draw.current()
    })
  }, [cells, hover.at, at, scheme, theme, found])
  useEffect(() => () => stop.current?.(), [])

  const open = (cell: Cell) => {
    const children = childrenOf(cell.node)
    if (cell.folded > 0) show({ zoom: zoomOf(cell.node, children.length - cell.folded) })
    else if (cell.node === root && root.parent !== null) show({ zoom: zoomOf(root.parent) })
    else if (children.length > 0) show({ zoom: zoomOf(cell.node) })
    if (cell.folded === 0 && cell.node.route !== null) show({ route: inFragment(report.routes[cell.node.route].key) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const at = Math.min(active.current, cells.length - 1)
    if (event.key.startsWith('Arrow')) setActive(neighbour(cells, at, event.key))
    else if ((event.key === 'Enter' || event.key === ' ') && at >= 0) open(cells[at])
    else if (event.key === 'Backspace' && root.parent !== null) show({ zoom: zoomOf(root.parent) })
    else return
    event.preventDefault()
  }
  const under = cells[hover.at]
  return (
    <div class="boxes">
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: an application is what answers to every key */}
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label="Map of what routes hold. Arrows move, Enter goes in, Backspace goes out. The same as a table is below."
        aria-describedby="map-at"
        onKeyDown={onKeyDown}
        onPointerMove={({ offsetX, offsetY }) =>
          setHover({ at: cellAt(cells, offsetX, offsetY), x: offsetX, y: offsetY })
        }
        onPointerLeave={() => setHover({ at: -1, x: 0, y: 0 })}
        onBlur={() => setActive(-1)}
        onClick={({ offsetX, offsetY }) => {
          const index = cellAt(cells, offsetX, offsetY)
          if (index >= 0) open(cells[index])
        }}
      />
      <span ref={probe} class="probe" aria-hidden="true" />
      {under !== undefined && (
        <div
          class="tip"
          aria-hidden="true"
          style={
            hover.x > width / 2
              ? { right: `${width - hover.x + 12}px`, top: `${hover.y + 12}px` }
              : { left: `${hover.x + 12}px`, top: `${hover.y + 12}px` }
          }
        >
          {describeCell(under, whole, found)}
        </div>
      )}
      <p id="map-at" class="unseen" role="status">
        {at >= 0 && cells[at] !== undefined ? describeCell(cells[at], whole, found) : ''}
      </p>
    </div>
  )
}

function useSize(element: { current: HTMLElement | null }): [number, number] {
  const [size, setSize] = useState<[number, number]>([0, 0])
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setSize([entry.contentRect.width, entry.contentRect.height]))
    if (element.current !== null) watch.observe(element.current)
    return () => watch.disconnect()
  }, [])
  return size
}

/** Changes when the system changes between light and dark, or forces its colours. */
function useScheme(): number {
  const queries = useMemo(
    () => ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((each) => matchMedia(each)),
    [],
  )
  const [changes, setChanges] = useState(0)
  useEffect(() => {
    const follow = () => setChanges((count) => count + 1)
    for (const query of queries) query.addEventListener('change', follow)
    return () => queries.forEach((query) => void query.removeEventListener('change', follow))
  }, [])
  return changes
}
