import { useMemo } from 'preact/hooks'
import { countOf, formatCount, scaleOf } from '../bytes.ts'
import { printable } from '../printable.ts'
import type { Report } from '../report.ts'
import { type ContentGroup, contentGroups } from '../validatorGroups.ts'
import { ContentDetail } from './contentDetail.tsx'
import { Registries } from './registries.tsx'
import { Name, SizeIn } from './text.tsx'
import { show, useView } from './view.ts'
import { type Column, VirtualTable } from './virtualTable.tsx'

/** Generated validators and serializers and repeated schemas, by content, and the registries that hold them. */
export function Validators({ report }: { report: Report }) {
  const { content, contents } = useView()
  const groups = useMemo(() => contentGroups(report), [report])
  const columns = useMemo(() => columnsOf(report, groups), [report, groups])
  const sort = contents.replace(/^-/, '')
  const descending = !contents.startsWith('-')
  const rows = useMemo(() => {
    const keyOf = orders[sort] ?? orders.share
    const sign = descending ? -1 : 1
    const keyed = groups.map((group) => [keyOf(group), group] as const)
    return keyed.sort(([a], [b]) => sign * compared(a, b)).map(([, group]) => group)
  }, [groups, sort, descending])
  const opened = content === '' ? undefined : groups.find(({ nodeIds }) => String(nodeIds[0]) === content)
  return (
    <section id="validators" aria-labelledby="validators-title">
      <h2 id="validators-title">Validators and schemas</h2>
      {groups.length === 0 ? (
        <p class="empty">No generated validator or serializer was recognised, and no schema is there twice.</p>
      ) : (
        <>
          <p class="muted lead">{summary(report, groups)}</p>
          <VirtualTable
            id="validator-table"
            label="Validators and schemas by content"
            columns={columns}
            rows={rows}
            sort={sort}
            descending={descending}
            onSort={(column) => show({ contents: column === sort && descending ? `-${column}` : column })}
            onOpen={({ nodeIds }) => show({ content: String(nodeIds[0]) })}
            empty=""
          />
        </>
      )}
      {opened !== undefined && <ContentDetail key={content} report={report} group={opened} />}
      {report.registries.length > 0 && <Registries report={report} />}
    </section>
  )
}

/** `160 generated functions of 80 contents: 80 are generated again. 12 schemas are held more than once. A row ...` */
function summary({ validators, schemas }: Report, groups: readonly ContentGroup[]): string {
  const contents = groups.length - schemas.length
  const again = validators.length - contents
  return [
    ...(validators.length === 0
      ? []
      : [
          `${countOf(validators.length, 'generated function')} of ${countOf(contents, 'content')}` +
            `${again === 0 ? '; none is generated twice' : `; ${formatCount(again)} of them again`}.`,
        ]),
    ...(schemas.length === 0 ? [] : [`${countOf(schemas.length, 'schema is', 'schemas are')} held more than once.`]),
    'A row opens to its routes.',
  ].join(' ')
}

type Value = string | number

const compared = (a: Value, b: Value) => (a < b ? -1 : a > b ? 1 : 0)

/** Without bytes comes after those with none. */
const orders: Record<string, (group: ContentGroup) => Value> = {
  what: ({ library, kind, key }) => `${library}\n${kind}\n${key ?? ''}`,
  part: ({ checks }) => checks.join(),
  times: ({ times }) => times,
  share: ({ shareBytes }) => shareBytes ?? -1,
  text: ({ parts }) => parts?.sourceText ?? -1,
  code: ({ parts }) => parts?.code ?? -1,
  closure: ({ parts }) => parts?.closure ?? -1,
  schema: ({ parts }) => parts?.schema ?? -1,
  users: ({ routes }) => routes.length,
}

function columnsOf({ routes: all }: Report, groups: readonly ContentGroup[]): Column<ContentGroup>[] {
  // One unit for all, so that parts can be compared with the whole along the row: one in which most rows have digits.
  const shares = groups.map(({ shareBytes }) => shareBytes ?? 0).sort((a, b) => a - b)
  const scale = scaleOf(Math.max(shares[shares.length >> 1] ?? 0, (shares.at(-1) ?? 0) / 1000))
  const sizes = (name: string, label: string, bytesOf: (group: ContentGroup) => number | undefined | null) => ({
    name,
    label,
    unit: scale.unit,
    sortable: true,
    cell: (group: ContentGroup) => {
      const bytes = bytesOf(group)
      return bytes == null ? <span class="muted">–</span> : <SizeIn scale={scale} bytes={bytes} />
    },
  })
  return [
    {
      name: 'what',
      label: 'What',
      sortable: true,
      // Most have no name of their own, so the largest route that holds one stands for it.
      cell: ({ library, kind, key, routes }) => (
        <>
          <Name text={library.slice(0, 200)} /> <span class="muted kind-word">{kind}</span>{' '}
          {key !== null && <Name text={key.slice(0, 200)} />}
          {key === null && routes.length > 0 && (
            <span class="muted">
              of <Name text={all[routes[0]].key.slice(0, 200)} />
            </span>
          )}
        </>
      ),
      title: ({ library, key }) => printable(`${library} ${key ?? ''}`.slice(0, 1_000)),
    },
    {
      name: 'part',
      label: 'For',
      sortable: true,
      cell: ({ checks }) => <Name text={checks.join(', ').slice(0, 200)} />,
    },
    { name: 'times', label: 'Times', sortable: true, cell: ({ times }) => formatCount(times) },
    sizes('share', 'Share', ({ shareBytes }) => shareBytes),
    sizes('text', 'Source text', ({ parts }) => parts?.sourceText),
    sizes('code', 'Code', ({ parts }) => parts?.code),
    sizes('closure', 'Closure', ({ parts }) => parts?.closure),
    sizes('schema', 'Schema', ({ parts }) => parts?.schema),
    { name: 'users', label: 'Used by', sortable: true, cell: ({ routes }) => formatCount(routes.length) },
  ]
}
