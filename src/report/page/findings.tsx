import { countOf } from '../bytes.ts'
import type { FindingEntry, Report } from '../report.ts'
import { RetainingPath } from './path.tsx'
import { Name, NodeId, Size, Source } from './text.tsx'
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
            : 'Nothing is held twice or for nothing.'}
        </p>
      )}
      {report.findings.map((finding, index) => (
        <Card key={index} finding={finding} number={index + 1} />
      ))}
    </section>
  )
}

function Card({ finding, number }: { finding: FindingEntry; number: number }) {
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
      <footer>
        {routes.length > 0 && (
          <button type="button" onClick={() => show({ query: `finding:${number}`, section: 'routes' })}>
            Show its {countOf(routes.length, 'route')}
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
