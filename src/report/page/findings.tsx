import { countOf } from '../bytes.ts'
import type { FindingEntry, Report } from '../report.ts'
import { wasteWords } from '../words.ts'
import { Diff, Frame } from './code.tsx'
import { RetainingPath } from './path.tsx'
import { Source } from './source.tsx'
import { Name, NodeId, Size } from './text.tsx'
import { show } from './view.ts'

/** One card a finding, the most urgent first. */
export function Findings({ report }: { report: Report }) {
  return (
    <section id="findings" aria-labelledby="findings-title">
      <h2 id="findings-title">Findings</h2>
      {report.findings.length === 0 && (
        <p class="empty">
          {report.totals.routes === 0
            ? 'No route was recognised, so there is nothing to compare.'
            : `Nothing was found that is held ${wasteWords(report)}.`}
        </p>
      )}
      {report.findings.map((finding, index) => (
        <Card key={index} report={report} finding={finding} number={index + 1} />
      ))}
    </section>
  )
}

interface CardProps {
  readonly report: Report
  readonly finding: FindingEntry
  readonly number: number
}

function Card({ report, finding, number }: CardProps) {
  const { severity, code, title, count, savingBytes, why, remedy, source, evidence, routes, retainingPath } = finding
  return (
    <article class={`card ${severity}`} aria-labelledby={`finding-${number}`}>
      <header>
        <div>
          <p class="kind">
            <span class={`badge ${severity}`}>{severity}</span> <code>{code}</code>
          </p>
          <h3 id={`finding-${number}`}>
            <Name text={title} />
          </h3>
        </div>
        <p class="back">
          <Size bytes={savingBytes} />
          <span class="muted"> back · {countOf(count, 'copy', 'copies')}</span>
        </p>
      </header>
      <dl class="facts">
        {why.length > 0 && (
          <div>
            <dt>Why</dt>
            {why.map((line, index) => (
              <dd key={index}>
                <Name text={line} />
              </dd>
            ))}
          </div>
        )}
        <div>
          <dt>Fix</dt>
          <dd class="remedy">
            <Name text={remedy} />
          </dd>
        </div>
        {finding.holders.length > 0 && (
          <div>
            <dt>Held by</dt>
            {finding.holders.slice(0, 5).map((index) => (
              <dd key={index}>
                <code>
                  <Name text={report.holders[index]?.name ?? ''} />
                </code>{' '}
                <Source at={report.holders[index]?.source ?? null} />
              </dd>
            ))}
          </div>
        )}
        {source !== null && (
          <div>
            <dt>Source</dt>
            <dd>
              <Source at={source} />
            </dd>
          </div>
        )}
        {evidence.length > 0 && (
          <div>
            <dt>Evidence</dt>
            <dd>
              {evidence.slice(0, 12).map((id) => (
                <NodeId key={id} id={id} />
              ))}
              {evidence.length > 12 && <span class="muted"> and {evidence.length - 12} more</span>}
            </dd>
          </div>
        )}
      </dl>
      {finding.frame !== null && <Frame frame={finding.frame} />}
      {finding.diff !== null && <Diff diff={finding.diff} />}
      <footer>
        {routes.length > 0 && (
          <button type="button" onClick={() => show({ query: `finding:${number}`, section: 'routes' })}>
            Show its {countOf(routes.length, 'route')}
          </button>
        )}
        {routes.length > 0 && (
          <button type="button" onClick={() => show({ find: `finding:${number}`, section: 'map' })}>
            Show in map
          </button>
        )}
        {retainingPath !== null && (
          <details>
            <summary>What keeps it alive</summary>
            <RetainingPath steps={retainingPath} />
          </details>
        )}
      </footer>
    </article>
  )
}
