import { formatCount, formatExact, formatPercent, scaleOf } from '../bytes.ts'
import type { Report } from '../report.ts'
import { coverageWords, routeCounts, shellWord, stateWords } from '../words.ts'
import { Name, Size, SizeIn } from './text.tsx'

/** How each number is computed, whether the sums hold, and what no owner was found for. */
export function Method({ report }: { report: Report }) {
  const { totals, subject, tool, coverage, proof, floor } = report
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
        <Term name="Checked here">
          {sumsOf(report).map(({ name, sumBytes, wholeBytes }) => (
            <Sum key={name} name={name} sumBytes={sumBytes} wholeBytes={wholeBytes} />
          ))}
        </Term>
        <Term name="Bytes back">
          What becomes unreachable if all that a finding names is removed at once. What caches hold of it counts for
          findings of validators, serializers, schemas and specifications; for those of routes it does not, and is told
          apart where it is known. Findings may overlap: <em>reclaimable</em> is one removal of all errors and warnings,
          with what caches hold of them.
        </Term>
        <Term name="Retained by routes">
          Shares of routes and routers, and of the validators and registries of libraries that routes use.
        </Term>
        <Term name="States">
          Live: {stateWords.live}, or nothing shows that it cannot. Dead: {stateWords.dead}. Shadowed:{' '}
          {stateWords.shadowed}.
        </Term>
        <Term name="Duplicates">
          Dead and live routes are matched by their last handler, their method and the end of their paths; the prefix
          that most routes of a tree agree on wins.
        </Term>
        <Term name="Equal">
          Validators are equal where their code or their schemas are, schemas where all their contents are. Handlers are
          the same code where V8 has one function literal for them.
        </Term>
        <Term name="Phases">
          Snapshot is the sum of all nodes of a phase. <code>heapUsed</code>, <code>external</code> and RSS are what the
          process itself said after garbage collection.
        </Term>
        {coverage !== null && (
          <>
            <Term name="Composition added">
              <Size bytes={coverage.addedBytes} />: <Name text={coverageWords(coverage, 8)} />
            </Term>
            <Term name="Unattributed">
              <Size bytes={coverage.addedBytes - coverage.ownedBytes} /> of that have no owner;{' '}
              <Size bytes={coverage.unexplainedBytes} /> of these are in no category either,{' '}
              {formatPercent(coverage.unexplainedBytes, coverage.addedBytes)}.
            </Term>
          </>
        )}
        <Term name="Edges">
          <Name text={report.policy} />
        </Term>
        <Term name="Ids">
          <code>@123</code> is the node id; Chrome DevTools finds it in the same snapshot.
        </Term>
        <Term name="Units">1 kB = 1000 B. The title of a size has its bytes.</Term>
        <Term name="Reproduce">
          <code>
            npx {tool.name}@{tool.version} analyze <Name text={argumentOf(subject)} />
          </code>
          {proof !== null && (
            <>
              , for the proof <code>prove</code>
            </>
          )}
          {floor !== null && (
            <>
              , for the floor <code>floor</code>
            </>
          )}
          . <span class="muted">Other options that were given are not in the document.</span>
        </Term>
      </dl>
      {report.unattributed.length > 0 && <Unattributed report={report} />}
      <p class="muted">
        {tool.name} {tool.version} · document <code>{report.schema}</code>
      </p>
    </section>
  )
}

/** What analyze was given: a file, or a command behind `--`. */
function argumentOf({ kind, name }: Report['subject']): string {
  return kind === 'command' ? `-- ${name}` : shellWord(name)
}

/** Sums that the document promises, added up again by the page. */
function sumsOf({ totals, routes, parts }: Report) {
  const { routeBytes, routerBytes, validatorBytes, registryBytes, toolBytes, backgroundBytes, reachableBytes } = totals
  const owned = routeBytes + routerBytes + validatorBytes + registryBytes + toolBytes
  const sum = (entries: readonly { readonly shareBytes: number }[]) =>
    entries.reduce((total, { shareBytes }) => total + shareBytes, 0)
  return [
    { name: 'owners and background', sumBytes: owned + backgroundBytes, wholeBytes: reachableBytes },
    { name: `shares of ${routeCounts(routes)}`, sumBytes: sum(routes), wholeBytes: routeBytes },
    {
      name: 'parts of routes',
      sumBytes: Object.values(parts).reduce((total, bytes) => total + bytes, 0),
      wholeBytes: routeBytes,
    },
  ]
}

function Sum({ name, sumBytes, wholeBytes }: { name: string; sumBytes: number; wholeBytes: number }) {
  const holds = sumBytes === wholeBytes
  return (
    <span class="sum-check">
      {holds ? '✓' : '✗'} {name}: {formatExact(sumBytes)}
      {!holds && <strong class="problem"> instead of {formatExact(wholeBytes)}</strong>}
    </span>
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
  const { coverage } = report
  return (
    <>
      <h3>
        What composition added without an owner, by constructor
        {coverage !== null && (
          <>
            {' '}
            (<Size bytes={coverage.addedBytes - coverage.ownedBytes} /> in all)
          </>
        )}
      </h3>
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
