import { countOf, formatCount, scaleOf } from '../bytes.ts'
import type { Report } from '../report.ts'
import { stateWords } from '../words.ts'
import { Name, Size, SizeIn } from './text.tsx'

/** How each number is computed, and what no owner was found for. */
export function Method({ report }: { report: Report }) {
  const { totals } = report
  return (
    <section id="method" aria-labelledby="method-title">
      <h2 id="method-title">Method</h2>
      <dl class="method">
        <Term name="Owner">
          A route, router, validator or registry that reaches a node without passing another of them. What the roots
          reach without entering any is background.
        </Term>
        <Term name="Exclusive, shared, share">
          Bytes with this one owner; bytes with several owners, counted whole for each; and exclusive bytes plus, of
          each shared byte, an equal part per owner. Shares add up, so only shares may be summed.
        </Term>
        <Term name="The law">
          Routes <Size bytes={totals.routeBytes} /> + routers <Size bytes={totals.routerBytes} /> + validators outside
          of routes <Size bytes={totals.validatorBytes} /> + registries <Size bytes={totals.registryBytes} /> +
          routeheap and the loader <Size bytes={totals.toolBytes} /> + background{' '}
          <Size bytes={totals.backgroundBytes} /> = all reachable bytes, <Size bytes={totals.reachableBytes} />, to the
          byte
          {totals.unreachableBytes > 0 && (
            <>
              . Another <Size bytes={totals.unreachableBytes} /> are in the file, but nothing reaches them
            </>
          )}
          .
        </Term>
        <Term name="Bytes back">
          What becomes unreachable if everything a finding names is removed at once, registries included: one removal,
          computed on the whole heap. Findings may overlap, so <em>reclaimable</em> is one removal of all errors and
          warnings and may be less than their sum.
        </Term>
        <Term name="States">
          Live: {stateWords.live}. Dead: {stateWords.dead}. Shadowed: {stateWords.shadowed}.
        </Term>
        <Term name="Phases">
          Heap is <code>heapUsed</code> after garbage collection, or the sum of the snapshot where a file was read.
          Added is the difference to the phase before.
        </Term>
        <Term name="Edges">
          <Name text={report.policy} />
        </Term>
        <Term name="Ids">
          <code>@123</code> is the node id of the snapshot; Chrome DevTools finds it in the same file. Ids do not
          survive the process.
        </Term>
        <Term name="Units">1 kB = 1000 B. Exact bytes are in the title of every size and in the JSON document.</Term>
      </dl>
      {report.unattributed.length > 0 && <Unattributed report={report} />}
      <p class="muted">
        {report.tool.name} {report.tool.version} · document <code>{report.schema}</code> ·{' '}
        {countOf(report.routers.length, 'router')} · {countOf(report.routes.length, 'route')}
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
