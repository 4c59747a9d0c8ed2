import type { DeltaEntry, Difference } from '../../diff/difference.ts'
import { countOf, formatCount } from '../bytes.ts'
import { printable } from '../printable.ts'
import { changesOf, slightSums } from '../words.ts'
import { DeltaMap } from './deltaMap.tsx'
import { Delta, Name } from './text.tsx'
import { show } from './view.ts'

const most = 12

/** What grew and what shrank apart: as two maps on one scale, and as the largest in words. */
export function Changes({ difference }: { difference: Difference }) {
  const routes = changesOf(difference, difference.routes)
  const slight = slightSums(difference)
  const grew = routes.filter(({ deltaBytes }) => deltaBytes > 0)
  const shrank = routes.filter(({ deltaBytes }) => deltaBytes < 0)
  const scaleBytes = Math.max(absoluteSum(grew), absoluteSum(shrank))
  const largest = routes.reduce((top, { deltaBytes }) => Math.max(top, Math.abs(deltaBytes)), 1)
  return (
    <section id="changes" aria-labelledby="changes-title">
      <h2 id="changes-title">Grew and shrank</h2>
      {scaleBytes > 0 && (
        <p class="muted lead">Equal areas are equal bytes in both maps; what is new or gone is striped.</p>
      )}
      <div class="columns">
        <Half title="Grew" of="added" entries={grew} {...{ scaleBytes, largest }} />
        <Half title="Shrank" of="removed" entries={shrank} {...{ scaleBytes, largest }} />
      </div>
      {slight !== null && <p class="muted">{slight}</p>}
    </section>
  )
}

const absoluteSum = (entries: readonly DeltaEntry[]) =>
  entries.reduce((total, { deltaBytes }) => total + Math.abs(deltaBytes), 0)

interface HalfProps {
  readonly title: string
  readonly of: 'added' | 'removed'
  readonly entries: readonly DeltaEntry[]
  readonly scaleBytes: number
  readonly largest: number
}

function Half({ title, of, entries, scaleBytes, largest }: HalfProps) {
  const whole = entries.filter(({ change }) => change === of)
  const rows = [...entries].sort((a, b) => Math.abs(b.deltaBytes) - Math.abs(a.deltaBytes)).slice(0, most)
  const sum = entries.reduce((total, { deltaBytes }) => total + deltaBytes, 0)
  return (
    <div>
      <h3>
        {title} <span class="muted">{countOf(entries.length, 'route')},</span> <Delta bytes={sum} />
        {whole.length > 0 && (
          <span class="muted">
            , {formatCount(whole.length)} of them {of}
          </span>
        )}
      </h3>
      {rows.length === 0 && <p class="empty">No route.</p>}
      <DeltaMap entries={entries} scaleBytes={scaleBytes} />
      {rows.length > 0 && (
        <ol class="ranked">
          {rows.map((entry) => (
            <li key={entry.key}>
              <button
                type="button"
                class="plain ranked-name"
                title={printable(entry.key.slice(0, 1_000))}
                onClick={() => show({ query: entry.key, section: 'routes' })}
              >
                <Name text={entry.key.slice(0, 200)} />
              </button>
              <span class={`state ${entry.change}`}>{entry.change === of ? of : ''}</span>
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
