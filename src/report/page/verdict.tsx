import { countOf, formatCount, formatPercent } from '../bytes.ts'
import type { Report } from '../report.ts'
import { environment, reclaimableShare, stateCounts, verdict } from '../words.ts'
import { PartsView } from './parts.tsx'
import { Name, Size } from './text.tsx'

/** The answer at the top: what routes hold, what of it can go, and how much of the heap that is. */
export function Verdict({ report }: { report: Report }) {
  const { totals } = report
  const held = totals.retainedBytes
  const { floor } = report
  const proven = report.proof?.measured
  return (
    <section id="verdict" aria-labelledby="verdict-title">
      <h2 id="verdict-title" class="unseen">
        Verdict
      </h2>
      <p class="sentence">{verdict(report)}</p>
      <dl class="tiles">
        <div>
          <dt>Routes retain</dt>
          <dd>
            <Size bytes={held} />
          </dd>
          <dd class="note">{formatPercent(held, totals.reachableBytes)} of the reachable heap</dd>
        </div>
        <div class={totals.reclaimableBytes > 0 ? 'good' : ''}>
          <dt>Reclaimable</dt>
          <dd>
            <Size bytes={totals.reclaimableBytes} />
          </dd>
          <dd class="note">
            {totals.reclaimableBytes > 0
              ? (reclaimableShare(report) ?? 'also from what no route uses')
              : 'nothing to mend'}
          </dd>
        </div>
        {proven != null && (
          <div class={proven.heapBytes.saved.median > 0 ? 'good' : ''}>
            <dt>Proven saving</dt>
            <dd>
              <Size bytes={proven.heapBytes.saved.median} />
            </dd>
            <dd class="note">measured, {countOf(proven.runs, 'boot')} a side</dd>
          </div>
        )}
        {floor?.schema === 'routeheap/floor@1' && (
          <div>
            <dt>Floor</dt>
            <dd>
              <Size bytes={floor.floorBytes} />
            </dd>
            <dd class="note">
              {floor.approximate
                ? "approximate: smallest limit of V8's heap, not memory of the process"
                : 'smallest limit it is healthy in'}
            </dd>
          </div>
        )}
        <div>
          <dt>Routes</dt>
          <dd>{formatCount(totals.routes)}</dd>
          <dd class="note">{stateCounts(totals).join(' · ')}</dd>
        </div>
        <div>
          <dt>Reachable heap</dt>
          <dd>
            <Size bytes={totals.reachableBytes} />
          </dd>
          <dd class="note">
            {totals.addedBytes === null ? (
              'of one snapshot'
            ) : (
              <>
                <Size bytes={totals.addedBytes} /> more than before composition
              </>
            )}
          </dd>
        </div>
      </dl>
      <div class="columns">
        <div>
          <h3>What the reachable heap is</h3>
          <Heap report={report} />
        </div>
        <div>
          <h3>What routes are made of</h3>
          <PartsView parts={report.parts} explained />
        </div>
      </div>
      <Notes notes={report.notes} />
    </section>
  )
}

/** The terms of the law as one bar: they add up to the reachable bytes, to the byte. */
function Heap({ report }: { report: Report }) {
  const { totals } = report
  const terms = [
    ['routes', totals.routeBytes],
    ['routers', totals.routerBytes],
    ['validators outside of routes', totals.validatorBytes],
    ['registries', totals.registryBytes],
    ['routeheap and the loader', totals.toolBytes],
    ['background', totals.backgroundBytes],
  ] as const
  const present = terms.map((term, index) => [...term, index] as const).filter(([, bytes]) => bytes > 0)
  return (
    <>
      <div class="stack" aria-hidden="true">
        {present.map(([name, bytes, index]) => (
          <span key={name} class={`term-${index}`} style={{ flexGrow: bytes }} />
        ))}
      </div>
      <table class="lines">
        <thead class="unseen">
          <tr>
            <th scope="col">Owner</th>
            <th scope="col">Bytes</th>
            <th scope="col">Percent</th>
          </tr>
        </thead>
        <tbody>
          {present.map(([name, bytes, index]) => (
            <tr key={name}>
              <th scope="row">
                <span class={`swatch term-${index}`} />
                {name}
              </th>
              <td class="number">
                <Size bytes={bytes} />
              </td>
              <td class="number muted">{formatPercent(bytes, totals.reachableBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** What is shown above everything: what was looked at, with what, in which environment. */
export function Subject({ report }: { report: Report }) {
  const { subject, tool } = report
  return (
    <div class="subject">
      <h1>
        <Name text={subject.name} />
      </h1>
      <p class="muted">
        <Name text={[environment(report), `${tool.name} ${tool.version}`].filter((text) => text !== '').join(' · ')} />
      </p>
    </div>
  )
}

/** Remarks on the run. */
export function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <details class="notes" open={notes.length < 4}>
      <summary>{countOf(notes.length, 'remark')} on this run</summary>
      <ul>
        {notes.map((note, index) => (
          <li key={index}>
            <Name text={note} />
          </li>
        ))}
      </ul>
    </details>
  )
}
