import type { Floor } from '../../floor/result.ts'
import { countOf, formatBytes, formatDelta, formatPercent, scaleOf } from '../bytes.ts'
import { withoutFolders } from '../floorWords.ts'
import { printable } from '../printable.ts'
import type { Report } from '../report.ts'
import { Name, Size, SizeIn } from './text.tsx'

/** The smallest limits that an app, or two of them, started and stayed healthy in. */
export function FloorSection({ floor }: { floor: NonNullable<Report['floor']> }) {
  const sides = floor.schema === 'routeheap/floor@1' ? [floor] : [floor.a, floor.b]
  return (
    <section id="floor" aria-labelledby="floor-title">
      <h2 id="floor-title">Floor</h2>
      {floor.schema !== 'routeheap/floor@1' && (
        <p class="sentence">
          The second needs {floor.difference.meanBytes === 0 ? 'as much' : formatDelta(floor.difference.meanBytes)}{' '}
          (mean of {countOf(floor.rounds.length, 'round')}, {formatDelta(floor.difference.lowestBytes)} to{' '}
          {formatDelta(floor.difference.highestBytes)}).
        </p>
      )}
      {sides.map((side, index) => (
        <One key={index} floor={side} />
      ))}
    </section>
  )
}

function One({ floor }: { floor: Floor }) {
  const { subject, floorBytes, stepBytes, confidence, method, approximate, pageCache, processes } = floor
  const sum = processes.reduce((total, { pssBytes }) => total + pssBytes, 0)
  const scale = scaleOf(Math.max(1, ...processes.map(({ pssBytes }) => pssBytes)))
  const depth = (at: number): number => (processes[at]?.parent == null ? 0 : 1 + depth(processes[at].parent!))
  return (
    <>
      <h3>
        <Name text={subject.name} /> starts and stays healthy in <Size bytes={floorBytes} />
        {approximate && ' of heap'}
      </h3>
      <p class="muted">
        {approximate ? "approximate: V8's heap limit, not memory" : method}, files {pageCache};{' '}
        {confidence.healthyAtFloor} of {confidence.attemptsAtFloor} healthy there, {confidence.healthyBelow} of{' '}
        {confidence.attemptsBelow} one step ({formatBytes(stepBytes)}) below.
      </p>
      <Plot floor={floor} />
      {processes.length > 0 && (
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">Processes, healthy and without a limit</th>
              <th scope="col">Role</th>
              <th scope="col" class="number">
                PSS <span class="unit">{scale.unit}</span>
              </th>
              <th scope="col" class="number">
                Part
              </th>
            </tr>
          </thead>
          <tbody>
            {processes.map(({ command, role, pssBytes }, index) => (
              <tr key={index}>
                <th scope="row" style={{ paddingLeft: `${Math.min(8, depth(index))}em` }}>
                  <code>
                    <span title={printable(command.slice(0, 1_000))}>
                      <Name text={withoutFolders(command)} />
                    </span>
                  </code>
                </th>
                <td>{role === 'wrapper' ? <span class="state shadowed">wrapper</span> : role}</td>
                <td class="number">
                  <SizeIn scale={scale} bytes={pssBytes} />
                </td>
                <td class="number muted">{formatPercent(pssBytes, sum)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

const [wide, high, left, top, bottom] = [640, 200, 90, 10, 30]

/** Attempts by limit and boot time: a ring was healthy, a cross was not. Several at one limit stand side by side. */
function Plot({ floor }: { floor: Floor }) {
  const trials = floor.trials.flatMap((trial) =>
    trial.limitBytes === null ? [] : [{ ...trial, limit: trial.limitBytes }],
  )
  if (trials.length === 0) return null
  const limits = trials.map(({ limit }) => limit)
  const [least, most] = [Math.min(...limits), Math.max(...limits)]
  const slowest = Math.max(1, ...trials.map(({ bootMs }) => bootMs ?? 0))
  const seen = new Map<number, number>()
  const x = (limit: number) => left + ((limit - least) / Math.max(1, most - least)) * (wide - left - 60)
  const y = (ms: number) => high - bottom - (ms / slowest) * (high - top - bottom)
  return (
    <figure>
      <svg
        viewBox={`0 0 ${wide} ${high}`}
        role="img"
        aria-label={`${countOf(trials.length, 'attempt')} by limit and boot time`}
      >
        <path class="axis" d={`M${left} ${top}V${high - bottom}H${wide}`} />
        <text x={left - 6} y={top + 8} text-anchor="end">{`${slowest} ms`}</text>
        <text x={left - 6} y={high - bottom} text-anchor="end">
          {'0'}
        </text>
        <text x={left} y={high - 8}>
          {formatBytes(least)}
        </text>
        <text x={wide} y={high - 8} text-anchor="end">{`${formatBytes(most)} limit`}</text>
        {trials.map(({ limit, ok, reason, bootMs, detail }, index) => {
          const time = (seen.get(limit) ?? 0) + 1
          seen.set(limit, time)
          const [cx, cy] = [x(limit) + (time - 1) * 11, ok ? y(bootMs ?? 0) : high - bottom]
          return (
            <g key={index} class={ok ? 'ok' : 'failed'}>
              <title>{`${formatBytes(limit)}, attempt ${time}: ${ok ? `healthy after ${bootMs ?? '?'} ms` : reason}${ok || detail === null ? '' : ' (no answer)'}`}</title>
              {ok ? <circle cx={cx} cy={cy} r="4" /> : <path d={`M${cx - 4} ${cy - 4}l8 8m0-8l-8 8`} />}
            </g>
          )
        })}
      </svg>
      <figcaption class="muted">
        ○ healthy, at its boot time; × was not enough. Attempts at one limit stand side by side.
      </figcaption>
    </figure>
  )
}
