import { formatPercent, scaleOf } from '../bytes.ts'
import type { Parts } from '../report.ts'
import { partNames, partWords } from '../words.ts'
import { SizeIn } from './text.tsx'

/** The parts of something: one bar, and a line for each part that is there. */
export function PartsView({ parts, explained = false }: { parts: Parts; explained?: boolean }) {
  const present = partNames.filter((name) => parts[name] > 0).sort((a, b) => parts[b] - parts[a])
  const whole = present.reduce((sum, name) => sum + parts[name], 0)
  if (whole === 0) return <p class="muted">Nothing that is held for routes.</p>
  const scale = scaleOf(parts[present[0]])
  return (
    <>
      <div class="stack" aria-hidden="true">
        {present.map((name) => (
          <span key={name} class={`part-${name}`} style={{ flexGrow: parts[name] }} />
        ))}
      </div>
      <table class="lines">
        <thead class="unseen">
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Share in {scale.unit}</th>
            <th scope="col">Percent</th>
          </tr>
        </thead>
        <tbody>
          {present.map((name) => (
            <tr key={name}>
              <th scope="row">
                <span class={`swatch part-${name}`} />
                {partWords[name].label}
                {explained && <span class="muted meaning"> {partWords[name].meaning}</span>}
              </th>
              <td class="number">
                <SizeIn scale={scale} bytes={parts[name]} /> {scale.unit}
              </td>
              <td class="number muted">{formatPercent(parts[name], whole)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
