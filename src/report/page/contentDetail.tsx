import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { countOf, formatBytes, formatCount, scaleOf } from '../bytes.ts'
import type { Report, RouteEntry } from '../report.ts'
import type { ContentGroup } from '../validatorGroups.ts'
import { CopyId } from './copyId.tsx'
import { RouteName, State } from './routeName.tsx'
import { Name, SizeIn } from './text.tsx'
import { inFragment, show } from './view.ts'
import { type Column, VirtualTable } from './virtualTable.tsx'

const idsShown = 12

/** Closes what is opened, and gives the focus back to the table that it was opened from. */
export function closeContent(): void {
  show({ content: '' })
  document.getElementById('validator-table')?.focus()
}

/** One content opened: where it is in the heap, and all routes that hold it. */
export function ContentDetail({ report, group }: { report: Report; group: ContentGroup }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => heading.current?.focus(), [])
  const { library, kind, key, times, nodeIds, routes, sourceBytes } = group
  const rows = useMemo(() => routes.map((index) => report.routes[index]), [report, routes])
  const columns = useMemo(() => columnsOf(rows), [rows])
  const ofFirst = rows.length === 0 ? '' : `of ${rows[0].key}`
  return (
    <section class="opened" aria-labelledby="content-title">
      <header>
        <h3 id="content-title" ref={heading} tabIndex={-1}>
          <Name text={[library, kind, key ?? ofFirst].filter((word) => word !== '').join(' ')} />
        </h3>
        <button type="button" onClick={closeContent}>
          Close
        </button>
      </header>
      <p class="muted lead">
        {kind === 'schema' ? 'Held' : 'Generated'} {times === 1 ? 'once' : `${formatCount(times)} times; once would do`}
        {sourceBytes > 0 && `, each from ${formatBytes(sourceBytes)} of source text`}:{' '}
        {nodeIds.slice(0, idsShown).map((id) => (
          <CopyId key={id} id={id} />
        ))}
        {times > idsShown && ` and ${formatCount(times - Math.min(idsShown, nodeIds.length))} more`}
      </p>
      {rows.length === 0 ? (
        <p class="empty">No route holds it.</p>
      ) : (
        <VirtualTable
          id="content-routes"
          label={`${countOf(rows.length, 'route')} that ${rows.length === 1 ? 'holds' : 'hold'} it`}
          columns={columns}
          rows={rows}
          sort=""
          descending
          onSort={() => {}}
          onOpen={(route) => show({ route: inFragment(route.key) })}
          empty=""
        />
      )}
    </section>
  )
}

function columnsOf(rows: readonly RouteEntry[]): Column<RouteEntry>[] {
  const scale = scaleOf(rows.reduce((most, { shareBytes }) => Math.max(most, shareBytes), 0))
  return [
    { name: 'route', label: 'Held by', cell: (route) => <RouteName route={route} /> },
    { name: 'state', label: 'State', cell: (route) => <State route={route} /> },
    {
      name: 'share',
      label: 'Share',
      unit: scale.unit,
      cell: ({ shareBytes }) => <SizeIn scale={scale} bytes={shareBytes} />,
    },
  ]
}
