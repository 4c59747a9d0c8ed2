import { useMemo, useRef } from 'preact/hooks'
import { formatCount, scaleOf } from '../bytes.ts'
import { printable } from '../printable.ts'
import type { Report, RouteEntry } from '../report.ts'
import { nameOf, stateWords } from '../words.ts'
import { facets, filterOf } from './filter.ts'
import { SizeIn } from './text.tsx'
import { inFragment, show, useView } from './view.ts'
import { type Column, VirtualTable } from './virtualTable.tsx'

/** All routes: sorted, filtered, each opens its panel. */
export function Routes({ report }: { report: Report }) {
  const { query, sort, descending } = useView()
  const columns = useMemo(() => columnsOf(report), [report])
  const input = useRef<HTMLInputElement>(null)
  const filter = useMemo(() => filterOf(query, report), [report, query])
  const rows = useMemo(() => {
    const order = orders[sort] ?? orders.share
    const kept = report.routes.filter(filter.accepts)
    return kept.sort(descending ? (a, b) => order(b, a) : order)
  }, [report, filter, sort, descending])
  const onSort = (column: string) =>
    show(sort === column ? { descending: !descending } : { sort: column, descending: column !== 'route' })
  return (
    <section id="routes" aria-labelledby="routes-title">
      <h2 id="routes-title">Routes</h2>
      <search class="filter">
        <label for="filter">Filter</label>
        <input
          id="filter"
          ref={input}
          type="search"
          autocomplete="off"
          spellcheck={false}
          placeholder="method:POST state:dead size:>1MB text"
          value={query}
          onInput={(event) => show({ query: event.currentTarget.value })}
          aria-describedby="filter-help filter-count"
        />
        <Chips report={report} query={query} />
        <p id="filter-count" role="status" class="muted">
          {rows.length === report.routes.length
            ? `${formatCount(rows.length)} routes`
            : `${formatCount(rows.length)} of ${formatCount(report.routes.length)} routes`}
        </p>
      </search>
      {filter.problems.map((problem) => (
        <p key={problem} class="problem" role="alert">
          {printable(problem)}
        </p>
      ))}
      <VirtualTable
        id="route-table"
        label="Routes"
        columns={columns}
        rows={rows}
        sort={sort}
        descending={descending}
        onSort={onSort}
        onOpen={(route) => show({ route: inFragment(route.key) })}
        empty={report.routes.length === 0 ? 'No route was recognised in this heap.' : 'No route fits the filter.'}
      />
      <p id="filter-help" class="help muted">
        Words look in route and source. Facets:{' '}
        {Object.values(facets).map((facet) => (
          <code key={facet}>{facet}</code>
        ))}{' '}
        A minus in front turns a term round. <kbd>/</kbd> goes to the filter, arrows move in the table, <kbd>Enter</kbd>{' '}
        opens a route, <kbd>Esc</kbd> closes it.
      </p>
    </section>
  )
}

/** The terms that are asked most, one press each. */
function Chips({ report, query }: { report: Report; query: string }) {
  const { deadRoutes, shadowedRoutes } = report.totals
  const terms = [
    ...(deadRoutes > 0 ? ['state:dead'] : []),
    ...(shadowedRoutes > 0 ? ['state:shadowed'] : []),
    ...(report.routes.some((route) => route.twin !== null) ? ['is:twin'] : []),
    ...(report.routes.some((route) => route.validators.length > 0) ? ['validators:>0'] : []),
  ]
  const words = query.split(/\s+/).filter((word) => word !== '')
  return (
    <div class="chips">
      {terms.map((term) => (
        <button
          key={term}
          type="button"
          aria-pressed={words.includes(term)}
          onClick={() =>
            show({
              query: (words.includes(term) ? words.filter((word) => word !== term) : [...words, term]).join(' '),
            })
          }
        >
          {term}
        </button>
      ))}
    </div>
  )
}

type Order = (a: RouteEntry, b: RouteEntry) => number

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const orders: Record<string, Order> = {
  route: (a, b) => byText(a.path ?? '', b.path ?? '') || byText(a.key, b.key),
  state: (a, b) => byText(b.state, a.state) || a.shareBytes - b.shareBytes,
  share: (a, b) => a.shareBytes - b.shareBytes || byText(b.key, a.key),
  exclusive: (a, b) => a.exclusiveBytes - b.exclusiveBytes,
  shared: (a, b) => a.sharedBytes - b.sharedBytes,
  validators: (a, b) => a.validators.length - b.validators.length || a.shareBytes - b.shareBytes,
  source: (a, b) => byText(a.source ?? '', b.source ?? ''),
}

function columnsOf(report: Report): Column<RouteEntry>[] {
  const largest = (sizeOf: (route: RouteEntry) => number) =>
    report.routes.reduce((most, route) => Math.max(most, sizeOf(route)), 0)
  const largestShare = largest((route) => route.shareBytes)
  // One unit for all three, so that they can be compared along the row too.
  const scale = scaleOf(largestShare)
  return [
    {
      name: 'route',
      label: 'Route',
      sortable: true,
      cell: (route) => <RouteName route={route} />,
      title: (route) => printable(nameOf(route).slice(0, 1_000)),
    },
    {
      name: 'state',
      label: 'State',
      sortable: true,
      cell: (route) => <State route={route} />,
      title: (route) => stateWords[route.state],
    },
    {
      name: 'share',
      label: 'Share',
      unit: scale.unit,
      sortable: true,
      cell: ({ shareBytes, state }) => (
        <span class="barred">
          <span class="track" aria-hidden="true">
            <span class={`fill ${state}`} style={{ width: `${(100 * shareBytes) / Math.max(1, largestShare)}%` }} />
          </span>
          <SizeIn scale={scale} bytes={shareBytes} />
        </span>
      ),
    },
    {
      name: 'exclusive',
      label: 'Exclusive',
      unit: scale.unit,
      sortable: true,
      cell: (route) => <SizeIn scale={scale} bytes={route.exclusiveBytes} />,
    },
    {
      name: 'shared',
      label: 'Shared',
      unit: scale.unit,
      sortable: true,
      cell: (route) => <SizeIn scale={scale} bytes={route.sharedBytes} />,
    },
    ...(report.validators.length === 0 ? [] : [validatorsColumn]),
    ...(report.routes.every(({ source }) => source === null) ? [] : [sourceColumn]),
  ]
}

const validatorsColumn: Column<RouteEntry> = {
  name: 'validators',
  label: 'Validators',
  sortable: true,
  cell: (route) => route.validators.length || '',
}

const sourceColumn: Column<RouteEntry> = {
  name: 'source',
  label: 'Source',
  sortable: true,
  cell: (route) => <bdi>{printable((route.source ?? '').slice(-160))}</bdi>,
  title: (route) => printable((route.source ?? 'unknown').slice(0, 1_000)),
}

/** Method, path and number, the path cut in its middle by the styles' width. */
export function RouteName({ route }: { route: RouteEntry }) {
  const number = / (#\d+)$/.exec(route.key)?.[1]
  return (
    <span class="route-name">
      <span class="method">{printable(route.method.slice(0, 12))}</span>
      {route.path === null ? (
        <em class="muted">path unknown</em>
      ) : (
        <bdi class="route-path">{printable(route.path.length > 300 ? cut(route.path) : route.path)}</bdi>
      )}
      {number !== undefined && <span class="muted">{number}</span>}
    </span>
  )
}

function cut(path: string): string {
  return `${path.slice(0, 150)}…${path.slice(-100)}`
}

/** A word for the state; live is the normal case and stays quiet. */
export function State({ route }: { route: Pick<RouteEntry, 'state' | 'middleware' | 'twin'> }) {
  return (
    <>
      <span class={`state ${route.state}`}>{route.state}</span>
      {route.twin !== null && <span class="state tag">twin</span>}
      {route.middleware && <span class="state tag">mw</span>}
    </>
  )
}
