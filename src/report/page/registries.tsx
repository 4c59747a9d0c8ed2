import { formatCount, scaleOf } from '../bytes.ts'
import type { Report } from '../report.ts'
import { CopyId } from './copyId.tsx'
import { Name, SizeIn } from './text.tsx'

interface RegistryRow {
  name: string
  count: number
  shareBytes: number
  keyBytes: number
  nodeId: number
}

/** Registries of one library and name are one row: some libraries make one a schema. The largest first. */
function byName({ registries }: Report): RegistryRow[] {
  const rows = new Map<string, RegistryRow>()
  for (const { library, name: own, shareBytes, keyBytes, nodeId } of registries) {
    const name = `${library} ${own}`
    const row = rows.get(name) ?? { name, count: 0, shareBytes: 0, keyBytes: 0, nodeId }
    rows.set(name, row)
    row.count++
    row.shareBytes += shareBytes
    row.keyBytes += keyBytes
  }
  return [...rows.values()].sort((a, b) => b.shareBytes - a.shareBytes)
}

/** Stores of libraries, those of one name together. */
export function Registries({ report }: { report: Report }) {
  const rows = byName(report)
  const scale = scaleOf(Math.max(...rows.map(({ shareBytes }) => shareBytes)))
  return (
    <>
      <h3>Registries</h3>
      <p class="muted">They hold things without being their reason, so what they hold counts for its owners.</p>
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">Registry</th>
            <th scope="col" class="number">
              Share <span class="unit">{scale.unit}</span>
            </th>
            <th scope="col" class="number">
              Keys <span class="unit">{scale.unit}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, count, shareBytes, keyBytes, nodeId }) => (
            <tr key={name}>
              <th scope="row">
                <Name text={name} />{' '}
                {count > 1 ? <span class="muted">× {formatCount(count)}</span> : <CopyId id={nodeId} />}
              </th>
              <td class="number">
                <SizeIn scale={scale} bytes={shareBytes} />
              </td>
              <td class="number">
                <SizeIn scale={scale} bytes={keyBytes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
