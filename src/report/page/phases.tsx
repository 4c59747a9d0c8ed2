import { formatCount, scaleOf } from '../bytes.ts'
import type { Report } from '../report.ts'
import { phaseWords } from '../words.ts'
import { Delta, SizeIn } from './text.tsx'

/** What each stretch of boot added to the heap. */
export function Phases({ report }: { report: Report }) {
  const { phases } = report
  const largest = Math.max(0, ...phases.map(({ snapshotBytes }) => snapshotBytes))
  const scale = scaleOf(largest)
  const scaleOfUsed = scaleOf(Math.max(0, ...phases.map(({ heapUsedBytes }) => heapUsedBytes ?? 0)))
  const scaleOfRss = scaleOf(Math.max(0, ...phases.map(({ rssBytes }) => rssBytes ?? 0)))
  return (
    <section id="phases" aria-labelledby="phases-title">
      <h2 id="phases-title">Phases</h2>
      {phases.length === 1 && (
        <p class="muted">One snapshot was read. Analysing the app itself shows what each phase of boot adds.</p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, which the keyboard must reach */}
      <section class="wide" aria-label="Phases as a table" tabIndex={0}>
        <table class="phases">
          <thead>
            <tr>
              <th scope="col">Phase</th>
              <th scope="col" class="bar">
                Snapshot after it
              </th>
              <th scope="col" class="number">
                Snapshot <span class="unit">{scale.unit}</span>
              </th>
              <th scope="col" class="number">
                Added
              </th>
              <th scope="col" class="number">
                heapUsed <span class="unit">{scaleOfUsed.unit}</span>
              </th>
              <th scope="col" class="number">
                RSS <span class="unit">{scaleOfRss.unit}</span>
              </th>
              <th scope="col" class="number">
                Nodes
              </th>
              <th scope="col" class="number">
                At
              </th>
            </tr>
          </thead>
          <tbody>
            {phases.map((phase, index) => {
              const before = index === 0 ? 0 : phases[index - 1].snapshotBytes
              const kept = Math.min(before, phase.snapshotBytes)
              return (
                <tr key={phase.name}>
                  <th scope="row">
                    {phase.name}
                    <span class="muted meaning">
                      {phaseWords[phase.name]}
                      {phase.insideComposition && '; taken inside a composition call'}
                    </span>
                  </th>
                  <td class="bar">
                    <div class="track" aria-hidden="true">
                      <span class="kept" style={{ width: percent(kept, largest) }} />
                      <span class="added" style={{ width: percent(phase.snapshotBytes - kept, largest) }} />
                    </div>
                  </td>
                  <td class="number">
                    <SizeIn scale={scale} bytes={phase.snapshotBytes} />
                  </td>
                  <td class="number">{index === 0 ? '' : <Delta bytes={phase.snapshotBytes - before} />}</td>
                  <td class="number">
                    {phase.heapUsedBytes === null ? '–' : <SizeIn scale={scaleOfUsed} bytes={phase.heapUsedBytes} />}
                  </td>
                  <td class="number">
                    {phase.rssBytes === null ? '–' : <SizeIn scale={scaleOfRss} bytes={phase.rssBytes} />}
                  </td>
                  <td class="number">{formatCount(phase.nodeCount)}</td>
                  <td class="number">{phase.atMs === null ? '–' : `${(phase.atMs / 1000).toFixed(1)} s`}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0' : `${(100 * part) / whole}%`
}
