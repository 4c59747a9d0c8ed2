import { useState } from 'preact/hooks'
import { formatPercent, scaleOf } from '../bytes.ts'
import { type Found, foundOf } from './mapFind.ts'
import { childrenOf, type MapNode, twiceOf, zoomOf } from './mapTree.ts'
import { Name, SizeIn } from './text.tsx'
import { show } from './view.ts'

const rowsShown = 100

interface Props {
  readonly node: MapNode
  readonly whole: number
  readonly found: Found | null
}

/** What the map shows, for those who do not see it. Its rows are made once it is open: each zoom makes new ones. */
export function MapTable(props: Props) {
  const [open, setOpen] = useState(false)
  return (
    <details class="map-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The same as a table</summary>
      {open && <Rows {...props} />}
    </details>
  )
}

function Rows({ node, whole, found }: Props) {
  const children = childrenOf(node)
  const scale = scaleOf(children[0]?.bytes ?? 0)
  return (
    <>
      <div class="wide">
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
              <th scope="col" class="number">
                Held twice <span class="unit">{scale.unit}</span>
              </th>
              {found !== null && (
                <th scope="col" class="number">
                  Found
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {children.slice(0, rowsShown).map((child) => (
              <tr key={child.id < 0 ? child.label : child.id}>
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
                <td class="number">
                  <SizeIn scale={scale} bytes={twiceOf(child)} />
                </td>
                {found !== null && <td class="number">{foundOf(found, { node: child, folded: 0 })}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {children.length > rowsShown && (
        <button type="button" onClick={() => show({ zoom: zoomOf(node, rowsShown) })}>
          {children.length - rowsShown} smaller ones
        </button>
      )}
    </>
  )
}
