import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { formatPercent, scaleOf } from '../bytes.ts'
import type { Report } from '../report.ts'
import { partNames, partWords } from '../words.ts'
import { describeCell, drawMap, paletteOf } from './mapDraw.ts'
import { type Cell, cellAt, mapLayout, neighbour } from './mapLayout.ts'
import { childrenOf, type MapNode, mapTree, zoomedNode, zoomOf } from './mapTree.ts'
import { Name, SizeIn } from './text.tsx'
import { useNow } from './useNow.ts'
import { inFragment, show, useView } from './view.ts'

/** Routers, routes and parts by size: to see at once where the bytes are. */
export function HeapMap({ report }: { report: Report }) {
  const nodes = useMemo(() => mapTree(report), [report])
  const { map: shape, zoom, theme } = useView()
  const root = useMemo(() => zoomedNode(nodes, zoom), [nodes, zoom])
  return (
    <section id="map" aria-labelledby="map-title">
      <div class="bar-of-title">
        <h2 id="map-title">Map</h2>
        <fieldset class="switch" aria-label="Shape of the map">
          {(['icicle', 'treemap'] as const).map((each) => (
            <button key={each} type="button" aria-pressed={shape === each} onClick={() => show({ map: each })}>
              {each}
            </button>
          ))}
        </fieldset>
      </div>
      {nodes[0].bytes === 0 ? (
        <p class="empty">There is nothing that routes hold.</p>
      ) : (
        <>
          <Crumbs node={root} />
          <Boxes report={report} root={root} whole={nodes[0].bytes} shape={shape} theme={theme} />
          <Legend />
          <MapTable node={root} whole={nodes[0].bytes} />
        </>
      )}
    </section>
  )
}

function Crumbs({ node }: { node: MapNode }) {
  const way: MapNode[] = []
  for (let at: MapNode | null = node; at !== null; at = at.parent) way.unshift(at)
  return (
    <nav class="crumbs" aria-label="Where the map is">
      <ol>
        {way.map((each) => (
          <li key={each.id}>
            {each === node ? (
              <span aria-current="location">
                <Name text={each.label.slice(0, 200)} />
              </span>
            ) : (
              <button type="button" onClick={() => show({ zoom: zoomOf(each) })}>
                <Name text={each.label.slice(0, 200)} />
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

interface BoxesProps {
  readonly report: Report
  readonly root: MapNode
  readonly whole: number
  readonly shape: 'icicle' | 'treemap'
  readonly theme: string
}

function Boxes({ report, root, whole, shape, theme }: BoxesProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const probe = useRef<HTMLSpanElement>(null)
  const [width, height] = useSize(canvas)
  const [hover, setHover] = useState({ at: -1, x: 0, y: 0 })
  const [active, setActive] = useNow(-1)
  const scheme = useScheme()
  const cells = useMemo(() => mapLayout(root, shape, width, height), [root, shape, width, height])
  const at = Math.min(active.current, cells.length - 1)
  useEffect(() => setActive(-1), [root])
  useEffect(() => {
    const element = canvas.current
    if (element === null || probe.current === null || width === 0) return
    element.width = Math.round(width * devicePixelRatio)
    element.height = Math.round(height * devicePixelRatio)
    drawMap(element, cells, paletteOf(probe.current), hover.at, at)
  }, [cells, hover.at, at, scheme, theme])

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
          {describeCell(under, whole)}
        </div>
      )}
      <p id="map-at" class="unseen" role="status">
        {at >= 0 && cells[at] !== undefined ? describeCell(cells[at], whole) : ''}
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

/** Changes when the system changes between light and dark. */
function useScheme(): boolean {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const [scheme, setScheme] = useState(dark.matches)
  useEffect(() => {
    const follow = () => setScheme(dark.matches)
    dark.addEventListener('change', follow)
    return () => dark.removeEventListener('change', follow)
  }, [])
  return scheme
}

function Legend() {
  return (
    <ul class="legend">
      {partNames.map((name) => (
        <li key={name}>
          <span class={`swatch part-${name}`} />
          {partWords[name].label}
        </li>
      ))}
      <li>
        <span class="swatch hatched" />
        dead
      </li>
      <li>
        <span class="swatch shadowed" />
        shadowed
      </li>
    </ul>
  )
}

const rowsShown = 100

/** What the map shows, for those who do not see it. */
function MapTable({ node, whole }: { node: MapNode; whole: number }) {
  const children = childrenOf(node)
  const scale = scaleOf(children[0]?.bytes ?? 0)
  return (
    <details class="map-table">
      <summary>The same as a table</summary>
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">
              In <Name text={node.label.slice(0, 200)} />
            </th>
            <th scope="col">State</th>
            <th scope="col" class="number">
              Bytes <span class="unit">{scale.unit}</span>
            </th>
            <th scope="col" class="number">
              Of all
            </th>
          </tr>
        </thead>
        <tbody>
          {children.slice(0, rowsShown).map((child) => (
            <tr key={child.id}>
              <th scope="row">
                {childrenOf(child).length > 0 ? (
                  <button type="button" onClick={() => show({ zoom: zoomOf(child) })}>
                    <Name text={child.label} />
                  </button>
                ) : (
                  <Name text={child.label} />
                )}
              </th>
              <td>{child.state}</td>
              <td class="number">
                <SizeIn scale={scale} bytes={child.bytes} />
              </td>
              <td class="number muted">{formatPercent(child.bytes, whole)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {children.length > rowsShown && (
        <button type="button" onClick={() => show({ zoom: zoomOf(node, rowsShown) })}>
          {children.length - rowsShown} smaller ones
        </button>
      )}
    </details>
  )
}
