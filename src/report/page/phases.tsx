import { formatCount, scaleOf } from '../bytes.ts'
import type { Phase, Report } from '../report.ts'
import { type Fall, waterfalls } from '../waterfall.ts'
import { phaseWords } from '../words.ts'
import { Delta, Size, SizeIn } from './text.tsx'

/** What each stretch of boot added to the heap, and what of the process's memory a snapshot does not show. */
export function Phases({ report }: { report: Report }) {
  const { phases } = report
  const falls = waterfalls(phases)
  return (
    <section id="phases" aria-labelledby="phases-title">
      <h2 id="phases-title">Phases</h2>
      {phases.length === 1 && (
        <p class="muted lead">One snapshot was read. Analysing the app itself shows what each phase of boot adds.</p>
      )}
      <div class="columns">
        <div>
          <h3>{phases.length === 1 ? 'The snapshot' : 'From start to the last snapshot'}</h3>
          <Waterfall falls={falls.phases} label="Phase" />
        </div>
        <div>
          <h3>From the snapshot to the whole process</h3>
          {falls.process.length > 0 ? (
            <Waterfall falls={falls.process} label="Memory" />
          ) : (
            <p class="empty">
              A snapshot file does not say how much memory its process had: not heapUsed, external or RSS.
            </p>
          )}
        </div>
      </div>
      <Figures phases={phases} />
    </section>
  )
}

/** Bars one below the other, each beginning where the one above it ended; sums begin at nothing. */
function Waterfall({ falls, label }: { falls: readonly Fall[]; label: string }) {
  const whole = falls.reduce((most, { from, to }) => Math.max(most, from, to), 1)
  return (
    <table class="lines waterfall">
      <colgroup>
        <col class="name" />
        <col />
        <col class="amount" />
      </colgroup>
      <thead class="unseen">
        <tr>
          <th scope="col">{label}</th>
          <th scope="col">Bar</th>
          <th scope="col">Bytes</th>
        </tr>
      </thead>
      <tbody>
        {falls.map(({ name, meaning, from, to, kind }, index) => (
          <tr key={index} class={kind}>
            <th scope="row">
              {name}
              <span class="muted meaning">{meaning}</span>
            </th>
            <td class="bar" aria-hidden="true">
              <div class="track">
                <span
                  class={to < from ? 'fell' : kind}
                  style={{
                    marginLeft: percent(Math.min(from, to), whole),
                    width: percent(Math.abs(to - from), whole),
                  }}
                />
              </div>
            </td>
            <td class="number">{kind === 'sum' || index === 0 ? <Size bytes={to} /> : <Delta bytes={to - from} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function percent(part: number, whole: number): string {
  return `${(100 * part) / whole}%`
}

const columns = [
  ['Snapshot', (phase: Phase) => phase.snapshotBytes],
  ['heapUsed', (phase: Phase) => phase.heapUsedBytes],
  ['external', (phase: Phase) => phase.externalBytes],
  ['RSS', (phase: Phase) => phase.rssBytes],
] as const

/** The numbers themselves, phase by phase; each column has its unit. */
function Figures({ phases }: { phases: readonly Phase[] }) {
  const scaled = columns
    .filter(([, bytesOf]) => phases.some((phase) => bytesOf(phase) !== null))
    .map(([name, bytesOf]) => ({
      name,
      bytesOf,
      scale: scaleOf(Math.max(0, ...phases.map((phase) => bytesOf(phase) ?? 0))),
    }))
  const timed = phases.some(({ atMs }) => atMs !== null)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, which the keyboard must reach
    <section class="wide" aria-label="Phases as a table" tabIndex={0}>
      <table class="phases">
        <thead>
          <tr>
            <th scope="col">Phase</th>
            {scaled.map(({ name, scale }) => (
              <th key={name} scope="col" class="number">
                {name} <span class="unit">{scale.unit}</span>
              </th>
            ))}
            <th scope="col" class="number">
              Nodes
            </th>
            <th scope="col" class="number">
              Edges
            </th>
            {timed && (
              <th scope="col" class="number">
                At
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {phases.map((phase) => (
            <tr key={phase.name}>
              <th scope="row">
                {phase.name}
                <span class="muted meaning">
                  {phaseWords[phase.name]}
                  {phase.insideComposition && '; taken inside a composition call'}
                </span>
              </th>
              {scaled.map(({ name, bytesOf, scale }) => {
                const bytes = bytesOf(phase)
                return (
                  <td key={name} class="number">
                    {bytes === null ? 'unknown' : <SizeIn scale={scale} bytes={bytes} />}
                  </td>
                )
              })}
              <td class="number">{formatCount(phase.nodeCount)}</td>
              <td class="number">{formatCount(phase.edgeCount)}</td>
              {timed && (
                <td class="number">{phase.atMs === null ? 'unknown' : `${(phase.atMs / 1000).toFixed(1)} s`}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
