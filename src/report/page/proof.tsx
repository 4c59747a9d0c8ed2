import { countOf, formatBytes, scaleOf } from '../bytes.ts'
import { answersInShort, nothingMeasured, routesInShort, whyByHand } from '../proofWords.ts'
import type { Report } from '../report.ts'
import { Source } from './source.tsx'
import { Name, Size, SizeIn } from './text.tsx'

type Proof = NonNullable<Report['proof']>

/** What was predicted beside what was measured with the remedies applied. */
export function ProofSection({ proof }: { proof: Proof }) {
  const { measured, remedies, byHand, shellBytes, routes, requests } = proof
  return (
    <section id="proof" aria-labelledby="proof-title">
      <h2 id="proof-title">Proof</h2>
      {measured === null ? (
        <p class="empty">{nothingMeasured(proof)}</p>
      ) : (
        <Saving expected={proof.predictedBytes - shellBytes} saved={measured.heapBytes.saved} />
      )}
      {measured !== null && (
        <p class="muted">
          {countOf(measured.runs, 'boot')} a side; standard deviation{' '}
          <Size bytes={measured.heapBytes.saved.deviation} />
          {measured.bootMs !== null &&
            `; boot ${Math.round(measured.bootMs.before.median)} ms → ${Math.round(measured.bootMs.after.median)} ms`}
          ; resident memory {formatBytes(measured.rssBytes.before.median)} →{' '}
          {formatBytes(measured.rssBytes.after.median)}
          {routes !== null && `; ${routesInShort(routes)}`}
          {requests !== null && `; ${answersInShort(requests)}`}.
          {shellBytes > 0 && ` Another ${formatBytes(shellBytes)} go where it is mended by hand.`}
        </p>
      )}
      {remedies.length > 0 && <h3>Applied in memory</h3>}
      <ul class="held">
        {remedies.map(({ name, does, places, predictedBytes: bytes }) => (
          <li key={name}>
            <span>
              <strong>
                <Name text={name} />
              </strong>{' '}
              <Name text={does} /> <span class="muted">{countOf(places, 'place')} changed</span>
            </span>
            <Size bytes={bytes} />
          </li>
        ))}
      </ul>
      {byHand.length > 0 && <h3>To mend by hand</h3>}
      <ul class="held">
        {byHand.map((item, index) => (
          <li key={index}>
            <span>
              <Name text={item.title} />.{' '}
              <span class="muted">
                <Name text={`${whyByHand(item)}. ${item.remedy}`} />
              </span>{' '}
              {item.source !== null && <Source at={item.source} />}
            </span>
            <Size bytes={item.savingBytes} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Predicted and measured on one scale, with the range of the boots. */
function Saving({
  expected,
  saved,
}: {
  expected: number
  saved: NonNullable<Proof['measured']>['heapBytes']['saved']
}) {
  const scale = scaleOf(Math.max(expected, saved.most))
  const bars = [
    ['predicted', expected, expected, expected],
    ['measured', saved.median, saved.least, saved.most],
  ] as const
  const percent = (bytes: number) => `${Math.max(0, (100 * bytes) / Math.max(1, expected, saved.most))}%`
  return (
    <table class="lines">
      <thead>
        <tr>
          <th scope="col">Saving</th>
          <th scope="col" class="bar">
            <span class="unseen">Drawn</span>
          </th>
          <th scope="col" class="number">
            Median <span class="unit">{scale.unit}</span>
          </th>
          <th scope="col" class="number">
            Least to most <span class="unit">{scale.unit}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {bars.map(([name, median, least, most]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="bar">
              <span class="track" aria-hidden="true">
                <span class="fill" style={{ width: percent(median) }} />
              </span>
            </td>
            <td class="number">
              <SizeIn scale={scale} bytes={median} />
            </td>
            <td class="number">
              <SizeIn scale={scale} bytes={least} /> – <SizeIn scale={scale} bytes={most} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
