import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useNow } from './useNow.ts'

/** One column of a table. */
export interface Column<Row> {
  readonly name: string
  readonly label: string
  readonly unit?: string
  readonly numeric?: boolean
  readonly sortable?: boolean
  readonly cell: (row: Row) => ComponentChildren
  /** For the title of the cell, where the text may be cut. */
  readonly title?: (row: Row) => string
}

interface Props<Row> {
  readonly id: string
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly sort: string
  readonly descending: boolean
  readonly onSort: (column: string) => void
  readonly onOpen?: (row: Row) => void
  readonly empty: string
  /** In rem, how wide it is at least; what does not fit is scrolled. */
  readonly least?: number
  /** Whether its columns were chosen: then none is left out where it is narrow. */
  readonly chosen?: boolean
  /** Whether the first cell of a row has a line of its own where the page is narrow; what it shows is of the class `on-top`. */
  readonly tall?: boolean
}

const flatHeight = 32
/** Of two lines, as in the styles. */
const tallHeight = 54
const spare = 8

/**
 * A table that draws only the rows in sight, so that 20 000 rows cost what 30 cost. It stays one tab stop: arrows,
 * Page Up and Down, Home and End move the active row, Enter opens it.
 */
export function VirtualTable<Row>(props: Props<Row>) {
  const { id, columns, rows, onOpen, least, chosen, tall } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(600)
  const [now, setActive] = useNow(-1)
  const active = now.current
  const rowHeight = useNarrow() && tall ? tallHeight : flatHeight
  useEffect(() => {
    const watch = new ResizeObserver(() => setHeight(scroller.current?.clientHeight ?? 600))
    if (scroller.current !== null) watch.observe(scroller.current)
    return () => watch.disconnect()
  }, [])
  useEffect(() => {
    setActive(-1)
    if (scroller.current !== null) scroller.current.scrollTop = 0
  }, [rows])

  const first = Math.max(0, Math.min(Math.floor(top / rowHeight), rows.length) - spare)
  const last = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + spare)
  const move = (to: number) => {
    const row = Math.max(0, Math.min(rows.length - 1, to))
    setActive(row)
    const box = scroller.current
    if (box === null) return
    // The heading sticks to the top and covers one row.
    if (row * rowHeight < box.scrollTop) box.scrollTop = row * rowHeight
    const bottom = (row + 2) * rowHeight - box.clientHeight
    if (bottom > box.scrollTop) box.scrollTop = bottom
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const active = now.current
    const to = target(event.key, active, rows.length, Math.floor(height / rowHeight) - 2)
    if (to !== null) move(to)
    else if (event.key === 'Enter' && event.target === event.currentTarget && active >= 0) onOpen?.(rows[active])
    else return
    event.preventDefault()
  }

  return (
    <div class="scroller" ref={scroller} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
      <table
        id={id}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows can be walked is a grid
        role="grid"
        class={`virtual${onOpen === undefined ? '' : ' opens'}${chosen ? ' chosen' : ''}${tall ? ' tall' : ''}`}
        style={least === undefined ? undefined : { '--least': `${least}rem` }}
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={active >= first && active < last ? `${id}-${active}` : undefined}
        onKeyDown={onKeyDown}
      >
        <Heading {...props} />
        <tbody>
          {first > 0 && <Gap height={first * rowHeight} />}
          {rows.slice(first, last).map((row, index) => (
            <tr
              key={first + index}
              id={`${id}-${first + index}`}
              aria-rowindex={first + index + 2}
              class={first + index === active ? 'active' : ''}
              onClick={() => {
                setActive(first + index)
                onOpen?.(row)
              }}
            >
              {columns.map((column) => (
                <td key={column.name} class={classOf(column)} title={column.title?.(row)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
          {last < rows.length && <Gap height={(rows.length - last) * rowHeight} />}
        </tbody>
      </table>
      {rows.length === 0 && <p class="empty">{props.empty}</p>}
    </div>
  )
}

function Heading<Row>({ columns, sort, descending, onSort }: Props<Row>) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ name, label, unit, sortable, numeric }) => (
          <th
            key={name}
            scope="col"
            class={classOf({ name, numeric })}
            aria-sort={sort === name ? (descending ? 'descending' : 'ascending') : undefined}
          >
            {sortable ? (
              <button type="button" onClick={() => onSort(name)}>
                {label}
                {unit !== undefined && <span class="unit"> {unit}</span>}
                <span class="arrow" aria-hidden="true">
                  {sort === name ? (descending ? '↓' : '↑') : ''}
                </span>
              </button>
            ) : (
              <>
                {label}
                {unit !== undefined && <span class="unit"> {unit}</span>}
              </>
            )}
          </th>
        ))}
      </tr>
    </thead>
  )
}

const classOf = ({ name, numeric }: { name: string; numeric?: boolean | undefined }) =>
  `col-${name}${numeric ? ' numeric' : ''}`

/** Whether the page is as narrow as its styles call it. */
function useNarrow(): boolean {
  const query = useMemo(() => matchMedia('(max-width: 720px)'), [])
  const [narrow, setNarrow] = useState(query.matches)
  useEffect(() => {
    const follow = () => setNarrow(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [query])
  return narrow
}

/** Stands for the rows that are out of sight. */
function Gap({ height }: { height: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <tr aria-hidden="true" class="gap">
      <td style={{ height: `${height}px` }} />
    </tr>
  )
}

function target(key: string, active: number, rows: number, page: number): number | null {
  if (rows === 0) return null
  switch (key) {
    case 'ArrowDown':
      return active + 1
    case 'ArrowUp':
      return active - 1
    case 'PageDown':
      return active + page
    case 'PageUp':
      return active - page
    case 'Home':
      return 0
    case 'End':
      return rows - 1
    default:
      return null
  }
}
