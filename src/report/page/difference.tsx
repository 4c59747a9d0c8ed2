import { useMemo, useState } from 'preact/hooks'
import type { DeltaEntry, Difference } from '../../diff/difference.ts'
import { countOf, formatBytes, formatCount, formatGrowth, scaleOf } from '../bytes.ts'
import { printable } from '../printable.ts'
import { changeWord, differenceVerdict, type ListName, shellWord, totalLabel } from '../words.ts'
import { Changes } from './changes.tsx'
import { Delta, DeltaIn, Name, SizeIn } from './text.tsx'
import { Notes } from './verdict.tsx'
import { show, useView } from './view.ts'
import { type Column, VirtualTable } from './virtualTable.tsx'

/** Two reports side by side: what grew, what shrank, and all that is behind it. */
export function DifferenceSections({ difference }: { difference: Difference }) {
  return (
    <>
      <section id="verdict" aria-labelledby="verdict-title">
        <h2 id="verdict-title" class="unseen">
          Verdict
        </h2>
        <p class="sentence">{differenceVerdict(difference)}</p>
        <dl class="tiles">
          {difference.totals.map((total) => (
            <div key={total.key}>
              <dt>{totalLabel(total.key)}</dt>
              <dd>
                <Delta bytes={total.deltaBytes} />
              </dd>
              <dd class="note">
                {side(total.aBytes)} → {side(total.bBytes)}
                {total.aBytes !== null && total.aBytes > 0 && (
                  <>
                    , <span class="growth">{formatGrowth(total.deltaBytes, total.aBytes)}</span>
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
        <Notes notes={difference.notes} />
      </section>
      <Changes difference={difference} />
      <Deltas list="categories" title="Categories" difference={difference} />
      <Deltas list="findings" title="Findings" difference={difference} />
      <Deltas list="routes" title="Routes" difference={difference} filtered />
      <Deltas list="validators" title="Validators and serializers" difference={difference} />
      <Matching difference={difference} />
    </>
  )
}

/** How the two were matched, and what the numbers are. */
function Matching({ difference }: { difference: Difference }) {
  const { routes, matchedBy, tool, schema } = difference
  const added = routes.filter(({ change }) => change === 'added').length
  const removed = routes.filter(({ change }) => change === 'removed').length
  return (
    <section id="method" aria-labelledby="method-title">
      <h2 id="method-title">Method</h2>
      <dl class="method">
        <div>
          <dt>Matched</dt>
          <dd>
            {matchedBy === 'node id'
              ? 'By node id: both are snapshots of one process, in which an object keeps its number.'
              : 'By route key, which is method and path, numbered where several are equal: ids do not survive a process.'}{' '}
            {countOf(routes.length - added - removed, 'route is', 'routes are')} on both sides, {formatCount(added)}{' '}
            only after (added), {formatCount(removed)} only before (removed).
          </dd>
        </div>
        <div>
          <dt>Deltas</dt>
          <dd>
            After minus before, nothing estimated. Bytes of routes and validators are their shares; those of findings
            are what mending gives back. What is on one side only counts in full.
          </dd>
        </div>
        <div>
          <dt>Validators</dt>
          <dd>
            Of equal description they are one entry with a count where ids do not match: the heap gives them no other
            name.
          </dd>
        </div>
        <div>
          <dt>Reproduce</dt>
          <dd>
            <code>
              routeheap diff <Name text={shellWord(difference.a)} /> <Name text={shellWord(difference.b)} />
            </code>
          </dd>
        </div>
      </dl>
      <p class="muted">
        {tool.name} {tool.version} · document <code>{schema}</code>
      </p>
    </section>
  )
}

function side(bytes: number | null): string {
  return bytes === null ? '–' : formatBytes(bytes)
}

interface Row extends DeltaEntry {
  readonly word: string
}

/** By how much it differs, whether up or down, as in the terminal. */
const bySize = (a: Row, b: Row) => Math.abs(a.deltaBytes) - Math.abs(b.deltaBytes)

const orders: Record<string, (a: Row, b: Row) => number> = {
  key: (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  change: (a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : 0) || bySize(a, b),
  before: (a, b) => (a.aBytes ?? -1) - (b.aBytes ?? -1),
  after: (a, b) => (a.bBytes ?? -1) - (b.bBytes ?? -1),
  share: bySize,
}

interface DeltasProps {
  readonly list: ListName
  readonly title: string
  readonly difference: Difference
  readonly filtered?: boolean
}

function Deltas({ list, title, difference, filtered = false }: DeltasProps) {
  const [own, setOwn] = useState({ sort: 'share', descending: true })
  const view = useView()
  const { sort, descending } = filtered ? view : own
  const query = filtered ? view.query : ''
  const entries = useMemo(
    () => difference[list].map((entry): Row => ({ ...entry, word: changeWord(difference, entry) })),
    [difference, list],
  )
  const rows = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/)
    const order = orders[sort] ?? orders.share
    return entries
      .filter((row) => words.every((word) => `${row.word} ${row.key}`.toLowerCase().includes(word)))
      .sort(descending ? (a, b) => order(b, a) : order)
  }, [entries, query, sort, descending])
  const columns = useMemo(() => columnsOf(entries), [entries])
  const onSort = (column: string) => {
    const change = { sort: column, descending: column === sort ? !descending : column !== 'key' }
    if (filtered) show(change)
    else setOwn(change)
  }
  return (
    <section id={list} aria-labelledby={`${list}-title`}>
      <h2 id={`${list}-title`}>{title}</h2>
      {filtered && (
        <search class="filter">
          <label for="filter">Filter</label>
          <input
            id="filter"
            type="search"
            autocomplete="off"
            spellcheck={false}
            placeholder="added /v1/flows"
            value={query}
            onInput={(event) => show({ query: event.currentTarget.value })}
          />
          <p role="status" class="muted">
            {formatCount(rows.length)} of {formatCount(entries.length)} routes
          </p>
        </search>
      )}
      <VirtualTable
        id={`${list}-table`}
        label={title}
        columns={columns}
        rows={rows}
        sort={sort}
        descending={descending}
        onSort={onSort}
        tall
        empty={entries.length === 0 ? 'There is none on either side.' : 'Nothing fits the filter.'}
      />
    </section>
  )
}

function columnsOf(entries: readonly Row[]): Column<Row>[] {
  const largest = (sizeOf: (entry: DeltaEntry) => number) =>
    entries.reduce((top, entry) => Math.max(top, sizeOf(entry)), 0)
  const scale = scaleOf(largest(({ aBytes, bBytes }) => Math.max(aBytes ?? 0, bBytes ?? 0)))
  const deltas = scaleOf(largest(({ deltaBytes }) => Math.abs(deltaBytes)))
  const bytesOf = (bytes: number | null) => (bytes === null ? '–' : <SizeIn scale={scale} bytes={bytes} />)
  const { unit } = scale
  return [
    {
      name: 'key',
      label: 'What',
      sortable: true,
      cell: ({ key }) => (
        <span class="on-top">
          <Name text={totalLabel(key).slice(0, 300)} />
        </span>
      ),
      title: ({ key }) => printable(key.slice(0, 1_000)),
    },
    {
      name: 'change',
      label: 'Change',
      sortable: true,
      cell: ({ word }) => <span class={`state ${word}`}>{word}</span>,
    },
    { name: 'before', label: 'Before', unit, sortable: true, cell: ({ aBytes }) => bytesOf(aBytes) },
    { name: 'after', label: 'After', unit, sortable: true, cell: ({ bBytes }) => bytesOf(bBytes) },
    {
      name: 'share',
      label: 'Delta',
      unit: deltas.unit,
      sortable: true,
      cell: ({ deltaBytes }) => <DeltaIn scale={deltas} bytes={deltaBytes} />,
    },
    ...(entries.every(({ aCount, bCount }) => aCount === null && bCount === null) ? [] : [countColumn]),
  ]
}

const countColumn: Column<DeltaEntry> = {
  name: 'count',
  label: 'Count',
  cell: ({ aCount, bCount }) =>
    [aCount, bCount].map((count) => (count === null ? '–' : formatCount(count))).join(' → '),
}
