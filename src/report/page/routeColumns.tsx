import { type Scale, scaleOf } from '../bytes.ts'
import { printable } from '../printable.ts'
import type { Report, RouteEntry } from '../report.ts'
import { partNames, partWords, routerName, stateText } from '../words.ts'
import { RouteName, State } from './routeName.tsx'
import { NodeId, SizeIn } from './text.tsx'
import type { Column } from './virtualTable.tsx'

/** A column of the table of routes. */
export interface RouteColumn extends Column<RouteEntry> {
  /** Rising; what is equal stays in the order of the document. */
  readonly order: (a: RouteEntry, b: RouteEntry) => number
  /** Whether a first press on its heading sorts upwards: texts do, sizes the largest first. */
  readonly rising?: boolean
  /** As it goes into CSV: sizes in bytes. */
  readonly value: (route: RouteEntry) => string | number
  /** Whether it is shown until other ones are chosen. */
  readonly atFirst: boolean
  /** In rem, what it needs to be read. */
  readonly width: number
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** All columns that this report has something for, in the order in which they are shown. */
export function routeColumns(report: Report): RouteColumn[] {
  const largestShare = report.routes.reduce((most, route) => Math.max(most, route.shareBytes), 0)
  // One unit for all sizes, so that they can be compared along the row too.
  const scale = scaleOf(largestShare)
  return [
    routeColumn,
    stateColumn,
    ...textColumns(report),
    shareColumn(scale, largestShare),
    sizeColumn(scale, 'exclusive', 'Exclusive', true, (route) => route.exclusiveBytes),
    sizeColumn(scale, 'shared', 'Shared', true, (route) => route.sharedBytes),
    ...partNames
      .filter((part) => report.parts[part] > 0)
      .map((part) => sizeColumn(scale, `${part}Bytes`, partWords[part].label, false, (route) => route.parts[part])),
    ...(report.validators.length === 0 ? [] : [validatorsColumn]),
    ...(report.routes.every(({ source }) => source === null) ? [] : [sourceColumn]),
    idColumn,
  ]
}

const routeColumn: RouteColumn = {
  name: 'route',
  label: 'Route',
  sortable: true,
  rising: true,
  cell: (route) => <RouteName route={route} />,
  title: (route) => printable(route.key.slice(0, 1_000)),
  order: (a, b) => byText(a.path ?? '', b.path ?? '') || byText(a.key, b.key),
  value: (route) => route.key,
  atFirst: true,
  width: 18,
}

const stateColumn: RouteColumn = {
  name: 'state',
  label: 'State',
  sortable: true,
  cell: (route) => <State route={route} />,
  title: (route) => stateText(route),
  order: (a, b) => byText(b.state, a.state) || a.shareBytes - b.shareBytes,
  value: (route) => route.state,
  atFirst: true,
  width: 8.5,
}

/** What routes belong to. */
function textColumns(report: Report): RouteColumn[] {
  const routers = report.routers.map(routerName)
  const findings = new Map<string, Set<string>>()
  for (const { code, routes } of report.findings) {
    for (const key of routes) {
      const codes = findings.get(key)
      if (codes === undefined) findings.set(key, new Set([code]))
      else codes.add(code)
    }
  }
  return [
    textColumn('framework', 'Framework', 8, (route) => route.framework),
    ...(routers.length === 0
      ? []
      : [textColumn('router', 'Router', 10, (route) => (route.router === null ? '' : (routers[route.router] ?? '')))]),
    ...(findings.size === 0
      ? []
      : [textColumn('finding', 'Findings', 12, (route) => [...(findings.get(route.key) ?? [])].join(', '))]),
  ]
}

function textColumn(name: string, label: string, width: number, of: (route: RouteEntry) => string): RouteColumn {
  return {
    name,
    label,
    sortable: true,
    rising: true,
    cell: (route) => <bdi>{printable(of(route).slice(0, 160))}</bdi>,
    title: (route) => printable(of(route).slice(0, 1_000)),
    order: (a, b) => byText(of(a), of(b)),
    value: of,
    atFirst: false,
    width,
  }
}

function shareColumn(scale: Scale, largest: number): RouteColumn {
  return {
    ...sizeColumn(scale, 'share', 'Share', true, (route) => route.shareBytes),
    cell: ({ shareBytes, state }) => (
      <span class="barred">
        <span class="track" aria-hidden="true">
          <span class={`fill ${state}`} style={{ width: `${(100 * shareBytes) / Math.max(1, largest)}%` }} />
        </span>
        <SizeIn scale={scale} bytes={shareBytes} />
      </span>
    ),
    order: (a, b) => a.shareBytes - b.shareBytes || byText(b.key, a.key),
    width: 10.5,
  }
}

function sizeColumn(
  scale: Scale,
  name: string,
  label: string,
  atFirst: boolean,
  of: (route: RouteEntry) => number,
): RouteColumn {
  return {
    name,
    label,
    unit: scale.unit,
    sortable: true,
    numeric: true,
    cell: (route) => <SizeIn scale={scale} bytes={of(route)} />,
    order: (a, b) => of(a) - of(b),
    value: of,
    atFirst,
    width: label.length > 10 ? 10 : 7.75,
  }
}

const validatorsColumn: RouteColumn = {
  name: 'validators',
  label: 'Validators',
  sortable: true,
  numeric: true,
  cell: (route) => route.validators.length || '',
  order: (a, b) => a.validators.length - b.validators.length || a.shareBytes - b.shareBytes,
  value: (route) => route.validators.length,
  atFirst: true,
  width: 7.75,
}

const sourceColumn: RouteColumn = {
  name: 'source',
  label: 'Source',
  sortable: true,
  rising: true,
  cell: (route) => <bdi>{printable((route.source ?? '').slice(-160))}</bdi>,
  title: (route) => printable((route.source ?? 'unknown').slice(0, 1_000)),
  order: (a, b) => byText(a.source ?? '', b.source ?? ''),
  value: (route) => route.source ?? '',
  atFirst: true,
  width: 17,
}

const idColumn: RouteColumn = {
  name: 'id',
  label: 'Node id',
  sortable: true,
  rising: true,
  numeric: true,
  cell: (route) => <NodeId id={route.nodeId} />,
  order: (a, b) => a.nodeId - b.nodeId,
  value: (route) => route.nodeId,
  atFirst: false,
  width: 7.75,
}

/** The columns of a view: those it names that there are, and the route always; the first ones where it names none. */
export function shownColumns(all: readonly RouteColumn[], names: string): RouteColumn[] {
  const asked = names.split(',')
  return all.filter(({ name, atFirst }) => name === 'route' || (names === '' ? atFirst : asked.includes(name)))
}
