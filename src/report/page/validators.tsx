import { useMemo, useState } from 'preact/hooks'
import { formatCount, scaleOf } from '../bytes.ts'
import { printable } from '../printable.ts'
import type { Report, ValidatorEntry } from '../report.ts'
import { Name, NodeId, SizeIn } from './text.tsx'
import { show } from './view.ts'
import { type Column, VirtualTable } from './virtualTable.tsx'

/** Generated validators and serializers, and the registries that hold them. */
export function Validators({ report }: { report: Report }) {
  const [sort, setSort] = useState('share')
  const [descending, setDescending] = useState(true)
  const columns = useMemo(() => columnsOf(report), [report])
  const rows = useMemo(() => {
    const order = orders[sort]
    return [...report.validators].sort(descending ? (a, b) => order(b, a) : order)
  }, [report, sort, descending])
  const groups = new Set(report.validators.map(({ group }) => group).filter((group) => group !== null))
  return (
    <section id="validators" aria-labelledby="validators-title">
      <h2 id="validators-title">Validators and serializers</h2>
      {report.validators.length > 0 && (
        <p class="muted">
          {formatCount(report.validators.length)} generated functions
          {groups.size > 0 && `; ${groups.size} ${groups.size === 1 ? 'group checks' : 'groups check'} the same`}. A row
          shows its routes.
        </p>
      )}
      {report.validators.length === 0 ? (
        <p class="empty">No generated validator or serializer was recognised.</p>
      ) : (
        <VirtualTable
          id="validator-table"
          label="Validators and serializers"
          columns={columns}
          rows={rows}
          sort={sort}
          descending={descending}
          onSort={(column) => {
            setDescending(column === sort ? !descending : true)
            setSort(column)
          }}
          onOpen={(validator) => show({ query: routesOf(validator), section: 'routes' })}
          empty=""
        />
      )}
      {report.registries.length > 0 && <Registries report={report} />}
    </section>
  )
}

function routesOf(validator: ValidatorEntry): string {
  const [first = ''] = validator.routes
  return `"${first.replace(/ #\d+$/, '').replaceAll('"', ' ')}"`
}

const byText = (a: string | null, b: string | null) => ((a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0)

const orders: Record<string, (a: ValidatorEntry, b: ValidatorEntry) => number> = {
  what: (a, b) => byText(a.library, b.library) || byText(a.key, b.key),
  part: (a, b) => byText(a.part, b.part),
  share: (a, b) => a.shareBytes - b.shareBytes,
  exclusive: (a, b) => a.exclusiveBytes - b.exclusiveBytes,
  code: (a, b) => a.sourceBytes - b.sourceBytes,
  group: (a, b) => (a.group ?? -1) - (b.group ?? -1),
  users: (a, b) => a.routes.length - b.routes.length,
}

function columnsOf({ validators }: Report): Column<ValidatorEntry>[] {
  const scaleFor = (sizeOf: (validator: ValidatorEntry) => number) =>
    scaleOf(validators.reduce((most, validator) => Math.max(most, sizeOf(validator)), 0))
  const share = scaleFor((validator) => validator.shareBytes)
  const exclusive = scaleFor((validator) => validator.exclusiveBytes)
  const code = scaleFor((validator) => validator.sourceBytes)
  return [
    {
      name: 'what',
      label: 'What',
      sortable: true,
      cell: ({ library, kind, key, nodeId }) => (
        <>
          <Name text={library} /> <span class="muted">{kind}</span> {key !== null && <Name text={key.slice(0, 200)} />}{' '}
          <NodeId id={nodeId} />
        </>
      ),
      title: ({ key }) => printable((key ?? '').slice(0, 1_000)),
    },
    { name: 'part', label: 'For', sortable: true, cell: ({ part }) => part ?? '' },
    {
      name: 'share',
      label: 'Share',
      unit: share.unit,
      sortable: true,
      cell: (validator) => <SizeIn scale={share} bytes={validator.shareBytes} />,
    },
    {
      name: 'exclusive',
      label: 'Exclusive',
      unit: exclusive.unit,
      sortable: true,
      cell: (validator) => <SizeIn scale={exclusive} bytes={validator.exclusiveBytes} />,
    },
    {
      name: 'code',
      label: 'Source text',
      unit: code.unit,
      sortable: true,
      cell: ({ sourceBytes }) => (sourceBytes === 0 ? '' : <SizeIn scale={code} bytes={sourceBytes} />),
    },
    { name: 'group', label: 'Group', sortable: true, cell: ({ group }) => (group === null ? '' : `=${group}`) },
    { name: 'users', label: 'Routes', sortable: true, cell: ({ routes }) => formatCount(routes.length) },
  ]
}

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

function Registries({ report }: { report: Report }) {
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
                {count > 1 ? <span class="muted">× {formatCount(count)}</span> : <NodeId id={nodeId} />}
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
