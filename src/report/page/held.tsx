import { useMemo } from 'preact/hooks'
import { countOf, formatBytes } from '../bytes.ts'
import type { Report, RouteEntry } from '../report.ts'
import { type Siblings, siblingsOf } from '../siblings.ts'
import { CopyId } from './copyId.tsx'
import { RouteLinks } from './routeLinks.tsx'
import { Name, Size } from './text.tsx'

interface Props {
  readonly report: Report
  readonly route: RouteEntry
}

/** The validators of a route, and the routes that are like it: the same code answers, validators or schemas are equal. */
export function Held({ report, route }: Props) {
  const siblings = useMemo(() => siblingsOf(report, route), [report, route])
  return (
    <>
      {route.validators.length > 0 && (
        <>
          <h3>Validators and serializers</h3>
          <ul class="held">
            {route.validators.map((index) => (
              <Validator key={index} report={report} index={index} siblings={siblings} />
            ))}
          </ul>
        </>
      )}
      {siblings.bySchema.length > 0 && (
        <>
          <h3>Equal schemas</h3>
          <ul class="held">
            {siblings.bySchema.map(({ schema, routes }) => {
              const { library, key, count } = report.schemas[schema]
              return (
                <li key={schema}>
                  <span>
                    <Name text={key === null ? library : `${library} · ${key}`} />
                    <span class="of"> one of {count} that are equal</span>
                    <RouteLinks report={report} indices={routes} />
                  </span>
                </li>
              )
            })}
          </ul>
        </>
      )}
      {siblings.byHandler.length > 0 && (
        <>
          <h3>Answered by the same code</h3>
          <RouteLinks report={report} indices={siblings.byHandler} />
        </>
      )}
    </>
  )
}

function Validator({ report, index, siblings }: { report: Report; index: number; siblings: Siblings }) {
  const validator = report.validators[index]
  if (validator === undefined) return null
  const { library, kind, part, key, nodeId, sourceBytes, shareBytes } = validator
  const holding = siblings.holding(validator)
  const equal = siblings.equal(validator)
  return (
    <li>
      <span>
        <Name text={[library, part ?? kind, key].filter((word) => word !== null).join(' · ')} /> <CopyId id={nodeId} />
        {sourceBytes > 0 && <span class="of"> source text {formatBytes(sourceBytes)}</span>}
        {holding.length > 0 && (
          <>
            <span class="of"> this very one is held by {countOf(holding.length, 'more route')}</span>
            <RouteLinks report={report} indices={holding} />
          </>
        )}
        {equal.copies > 0 && (
          <>
            <span class="of"> equal to {countOf(equal.copies, 'other')}</span>
            <RouteLinks report={report} indices={equal.routes} />
          </>
        )}
      </span>
      <Size bytes={shareBytes} />
    </li>
  )
}
