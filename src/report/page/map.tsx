import { useMemo } from 'preact/hooks'
import type { Report } from '../report.ts'
import { partNames, partWords } from '../words.ts'
import { Boxes } from './mapBoxes.tsx'
import { foundIn } from './mapFind.ts'
import { MapSearch } from './mapSearch.tsx'
import { MapTable } from './mapTable.tsx'
import { type MapNode, mapTree, zoomedNode, zoomOf } from './mapTree.ts'
import { Name } from './text.tsx'
import { show, useView } from './view.ts'

/** Routers, routes and parts by size: to see at once where the bytes are. */
export function HeapMap({ report }: { report: Report }) {
  const nodes = useMemo(() => mapTree(report), [report])
  const { map: shape, zoom, theme, find } = useView()
  const root = useMemo(() => zoomedNode(nodes, zoom), [nodes, zoom])
  const found = useMemo(() => foundIn(nodes, report, find), [nodes, report, find])
  return (
    <section id="map" aria-labelledby="map-title">
      <div class="bar-of-title">
        <h2 id="map-title">Map</h2>
        {nodes[0].bytes > 0 && (
          <>
            <MapSearch words={find} found={found} root={root} />
            <fieldset class="switch" aria-label="Shape of the map">
              {(['icicle', 'treemap'] as const).map((each) => (
                <button key={each} type="button" aria-pressed={shape === each} onClick={() => show({ map: each })}>
                  {each}
                </button>
              ))}
            </fieldset>
          </>
        )}
      </div>
      {nodes[0].bytes === 0 ? (
        <p class="empty">There is nothing that routes hold.</p>
      ) : (
        <>
          <Crumbs node={root} />
          <Boxes report={report} root={root} whole={nodes[0].bytes} shape={shape} theme={theme} found={found} />
          <Legend />
          <MapTable node={root} whole={nodes[0].bytes} found={found} />
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
        held elsewhere too
      </li>
      <li>
        <span class="swatch dead" />
        dead
      </li>
      <li>
        <span class="swatch shadowed" />
        shadowed
      </li>
    </ul>
  )
}
