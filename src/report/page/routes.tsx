import { useMemo } from 'preact/hooks'
import { printable } from '../printable.ts'
import type { Report } from '../report.ts'
import { routeCounts } from '../words.ts'
import { CopyCsv } from './copyCsv.tsx'
import { Facets } from './facets.tsx'
import { facets, filterOf } from './filter.ts'
import { type RouteColumn, routeColumns, shownColumns } from './routeColumns.tsx'
import { inFragment, show, useView } from './view.ts'
import { VirtualTable } from './virtualTable.tsx'

/** All routes: sorted, filtered, each opens its panel. */
export function Routes({ report }: { report: Report }) {
  const { query, sort, descending, columns } = useView()
  const all = useMemo(() => routeColumns(report), [report])
  const shown = useMemo(() => shownColumns(all, columns), [all, columns])
  const filter = useMemo(() => filterOf(query, report), [report, query])
  const order = useMemo(() => {
    const { order } = all.find(({ name }) => name === sort) ?? all.find(({ name }) => name === 'share')!
    const rising = (a: number, b: number) => order(report.routes[a], report.routes[b])
    return report.routes.map((_, index) => index).sort(descending ? (a, b) => rising(b, a) : rising)
  }, [report, all, sort, descending])
  const failing = useMemo(() => report.routes.map(filter.failing), [report, filter])
  const rows = useMemo(
    () => order.filter((index) => failing[index] === null).map((index) => report.routes[index]),
    [report, order, failing],
  )
  const onSort = (column: string) =>
    show(
      sort === column
        ? { descending: !descending }
        : { sort: column, descending: all.find(({ name }) => name === column)?.rising !== true },
    )
  if (report.routes.length === 0)
    return (
      <section id="routes" aria-labelledby="routes-title">
        <h2 id="routes-title">Routes</h2>
        <p class="empty">No route was recognised in this heap.</p>
      </section>
    )
  return (
    <section id="routes" aria-labelledby="routes-title">
      <h2 id="routes-title">Routes</h2>
      <search class="filter">
        <label for="filter">Filter</label>
        <input
          id="filter"
          type="search"
          autocomplete="off"
          spellcheck={false}
          placeholder="method:POST state:dead size:>1MB text"
          value={query}
          onInput={(event) => show({ query: event.currentTarget.value })}
          aria-describedby="filter-help filter-count"
        />
        <p id="filter-count" role="status" class="muted">
          {routeCounts(report.routes, rows)}
        </p>
      </search>
      {filter.problems.map((problem) => (
        <p key={problem} class="problem" role="alert">
          {printable(problem)}
        </p>
      ))}
      <Facets report={report} query={query} failing={failing} />
      <div class="table-tools">
        <Chooser all={all} shown={shown} />
        <CopyCsv columns={csvColumns(shown)} rows={rows} />
      </div>
      <VirtualTable
        id="route-table"
        label="Routes"
        columns={shown}
        rows={rows}
        sort={sort}
        descending={descending}
        onSort={onSort}
        onOpen={(route) => show({ route: inFragment(route.key) })}
        empty="No route fits the filter."
        least={shown.reduce((sum, { width }) => sum + width, 0)}
        chosen={columns !== ''}
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

/** Which columns are shown; the route always is. */
function Chooser({ all, shown }: { all: readonly RouteColumn[]; shown: readonly RouteColumn[] }) {
  const choose = (toggled: RouteColumn) => {
    const names = all
      .filter((column) => (column === toggled) !== shown.includes(column))
      .map(({ name }) => name)
      .join(',')
    const first = all.filter(({ atFirst }) => atFirst).map(({ name }) => name)
    show({ columns: names === first.join(',') ? '' : names })
  }
  return (
    <details class="chooser">
      <summary>Columns</summary>
      <fieldset aria-label="Columns that are shown">
        {all.slice(1).map((column) => (
          <label key={column.name}>
            <input type="checkbox" checked={shown.includes(column)} onChange={() => choose(column)} />
            {column.label}
          </label>
        ))}
        <button type="button" onClick={() => show({ columns: '' })}>
          As at first
        </button>
      </fieldset>
    </details>
  )
}

/** What identifies a route goes into CSV always, also apart, for tables that count by it. */
function csvColumns(shown: readonly RouteColumn[]) {
  const [route, ...rest] = shown
  return [
    { heading: 'route', value: route.value },
    { heading: 'method', value: ({ method }: Report['routes'][number]) => method },
    { heading: 'path', value: ({ path }: Report['routes'][number]) => path ?? '' },
    ...rest.map(({ name, unit, value }) => ({
      heading: unit === undefined ? name : `${name.replace(/Bytes$/, '')} (B)`,
      value,
    })),
  ]
}
