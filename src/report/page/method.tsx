import { formatCount, scaleOf } from '../bytes.ts'
import type { Report } from '../report.ts'
import { coverageWords, stateWords } from '../words.ts'
import { Name, Size, SizeIn } from './text.tsx'

/** How each number is computed, and what no owner was found for. */
export function Method({ report }: { report: Report }) {
  const { totals } = report
  return (
    <section id="method" aria-labelledby="method-title">
      <h2 id="method-title">Method</h2>
      <dl class="method">
        <Term name="Owner">
          A route, router, validator or registry that reaches a node without passing another. What roots reach without
          any is background.
        </Term>
        <Term name="Exclusive, shared, share">
          Bytes with one owner; bytes with several, counted whole for each; exclusive bytes plus an equal part of each
          shared byte. Only shares may be summed.
        </Term>
        <Term name="The law">
          Routes <Size bytes={totals.routeBytes} /> + routers <Size bytes={totals.routerBytes} /> + validators outside
          of routes <Size bytes={totals.validatorBytes} /> + registries <Size bytes={totals.registryBytes} /> +
          routeheap and the loader <Size bytes={totals.toolBytes} /> + background{' '}
          <Size bytes={totals.backgroundBytes} /> = all reachable bytes, <Size bytes={totals.reachableBytes} />, to the
          byte
          {totals.unreachableBytes > 0 && (
            <>
              . Another <Size bytes={totals.unreachableBytes} /> are in the file, reached by nothing
            </>
          )}
          .
        </Term>
        <Term name="Bytes back">
          What becomes unreachable if all that a finding names is removed at once, registries included. Findings may
          overlap: <em>reclaimable</em> is one removal of all errors and warnings.
        </Term>
        <Term name="States">
          Live: {stateWords.live}. Dead: {stateWords.dead}. Shadowed: {stateWords.shadowed}.
        </Term>
        <Term name="Phases">
          Heap is <code>heapUsed</code> after garbage collection, or the sum of a snapshot that was read.
        </Term>
        {report.coverage !== null && (
          <Term name="Composition added">
            <Size bytes={report.coverage.addedBytes} />: <Name text={coverageWords(report.coverage, 8)} />
          </Term>
        )}
        <Term name="Edges">
          <Name text={report.policy} />
        </Term>
        <Term name="Ids">
          <code>@123</code> is the node id; Chrome DevTools finds it in the same snapshot.
        </Term>
        <Term name="Units">1 kB = 1000 B.</Term>
      </dl>
      {report.unattributed.length > 0 && <Unattributed report={report} />}
      <p class="muted">
        {report.tool.name} {report.tool.version} · document <code>{report.schema}</code>
      </p>
    </section>
  )
}

function Term({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Unattributed({ report }: { report: Report }) {
  const scale = scaleOf(Math.max(...report.unattributed.map(({ bytes }) => bytes)))
  return (
    <>
      <h3>Background that composition added</h3>
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">Constructor</th>
            <th scope="col" class="number">
              Count
            </th>
            <th scope="col" class="number">
              Bytes <span class="unit">{scale.unit}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {report.unattributed.map(({ name, count, bytes }) => (
            <tr key={name}>
              <th scope="row">
                <Name text={name} />
              </th>
              <td class="number">{formatCount(count)}</td>
              <td class="number">
                <SizeIn scale={scale} bytes={bytes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
