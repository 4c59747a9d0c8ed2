import { useMemo, useState } from 'preact/hooks'
import type { DeltaEntry, Difference } from '../../diff/difference.ts'
import { formatBytes, formatCount, formatPercent, scaleOf } from '../bytes.ts'
import { printable } from '../printable.ts'
import { differenceVerdict, totalLabel } from '../words.ts'
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
                {total.aBytes !== null && total.aBytes > 0 && `, ${formatPercent(total.deltaBytes, total.aBytes)}`}
              </dd>
            </div>
          ))}
        </dl>
        <Notes notes={difference.notes} />
      </section>
      <section id="changes" aria-labelledby="changes-title">
        <h2 id="changes-title">Grew and shrank</h2>
        <div class="columns">
          <Most title="Grew" entries={difference.routes.filter(({ deltaBytes }) => deltaBytes > 0)} all={difference} />
          <Most
            title="Shrank"
            entries={difference.routes.filter(({ deltaBytes }) => deltaBytes < 0)}
            all={difference}
          />
        </div>
      </section>
      <Deltas id="categories" title="Categories" entries={difference.categories} />
      <Deltas id="findings" title="Findings" entries={difference.findings} />
      <Deltas id="routes" title="Routes" entries={difference.routes} filtered />
      <Deltas id="validators" title="Validators and serializers" entries={difference.validators} />
    </>
  )
}

function side(bytes: number | null): string {
  return bytes === null ? '–' : formatBytes(bytes)
}

const most = 12

function Most({ title, entries, all }: { title: string; entries: readonly DeltaEntry[]; all: Difference }) {
  const largest = all.routes.reduce((top, { deltaBytes }) => Math.max(top, Math.abs(deltaBytes)), 1)
  const sum = entries.reduce((total, { deltaBytes }) => total + deltaBytes, 0)
  const rows = [...entries].sort((a, b) => Math.abs(b.deltaBytes) - Math.abs(a.deltaBytes)).slice(0, most)
  return (
    <div>
      <h3>
        {title} <span class="muted">{formatCount(entries.length)} routes,</span> <Delta bytes={sum} />
      </h3>
      {rows.length === 0 ? (
        <p class="empty">No route.</p>
      ) : (
        <ol class="ranked">
          {rows.map((entry) => (
            <li key={entry.key}>
              <span class="ranked-name" title={printable(entry.key.slice(0, 1_000))}>
                <Name text={entry.key.slice(0, 200)} />
              </span>
              <span class="muted">{entry.change === 'added' || entry.change === 'removed' ? entry.change : ''}</span>
              <Delta bytes={entry.deltaBytes} />
              <span class="track" aria-hidden="true">
                <span
                  class={entry.deltaBytes > 0 ? 'fill more' : 'fill less'}
                  style={{ width: `${(100 * Math.abs(entry.deltaBytes)) / largest}%` }}
                />
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

const orders: Record<string, (a: DeltaEntry, b: DeltaEntry) => number> = {
  key: (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  change: (a, b) => (a.change < b.change ? -1 : a.change > b.change ? 1 : 0) || a.deltaBytes - b.deltaBytes,
  before: (a, b) => (a.aBytes ?? -1) - (b.aBytes ?? -1),
  after: (a, b) => (a.bBytes ?? -1) - (b.bBytes ?? -1),
  share: (a, b) => a.deltaBytes - b.deltaBytes,
}

interface DeltasProps {
  readonly id: string
  readonly title: string
  readonly entries: readonly DeltaEntry[]
  readonly filtered?: boolean
}

function Deltas({ id, title, entries, filtered = false }: DeltasProps) {
  const [own, setOwn] = useState({ sort: 'share', descending: true })
  const view = useView()
  const { sort, descending } = filtered ? view : own
  const query = filtered ? view.query : ''
  const rows = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/)
    const order = orders[sort] ?? orders.share
    return entries
      .filter(({ key, change }) => words.every((word) => `${change} ${key}`.toLowerCase().includes(word)))
      .sort(descending ? (a, b) => order(b, a) : order)
  }, [entries, query, sort, descending])
  const columns = useMemo(() => columnsOf(entries), [entries])
  const onSort = (column: string) => {
    const change = { sort: column, descending: column === sort ? !descending : column !== 'key' }
    if (filtered) show(change)
    else setOwn(change)
  }
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
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
        id={`${id}-table`}
        label={title}
        columns={columns}
        rows={rows}
        sort={sort}
        descending={descending}
        onSort={onSort}
        empty={entries.length === 0 ? 'There is none on either side.' : 'Nothing fits the filter.'}
      />
    </section>
  )
}

function columnsOf(entries: readonly DeltaEntry[]): Column<DeltaEntry>[] {
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
      cell: ({ key }) => <Name text={totalLabel(key).slice(0, 300)} />,
      title: ({ key }) => printable(key.slice(0, 1_000)),
    },
    {
      name: 'change',
      label: 'Change',
      sortable: true,
      cell: ({ change }) => <span class={`state ${change}`}>{change}</span>,
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
  cell: ({ aCount, bCount }) => `${aCount ?? '–'} → ${bCount ?? '–'}`,
}
