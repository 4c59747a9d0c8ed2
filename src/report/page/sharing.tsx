import { countOf, formatBytes, formatCount } from '../bytes.ts'
import type { Report, RouteEntry, SharedBytes } from '../report.ts'
import { routerName } from '../words.ts'
import { RouteLink } from './routeLinks.tsx'
import { Name, Size } from './text.tsx'

/** Who else reaches the bytes that a route shares: the largest sets of owners, and what each of them counts for this route. */
export function Sharing({ report, route }: { report: Report; route: RouteEntry }) {
  const { sharedBytes, sharedWith } = route
  if (sharedBytes === 0) return null
  const told = sharedWith?.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0
  return (
    <>
      <h3>Who shares it</h3>
      {sharedWith === null ? (
        <p class="muted">The document names the owners for the 200 largest routes.</p>
      ) : (
        <ul class="held">
          {sharedWith.map((set, index) => (
            <li key={index}>
              <Others report={report} set={set} />
              <span class="amount">
                <Size bytes={set.bytes} />
                <span class="muted">
                  ÷ {formatCount(set.owners)} ={' '}
                  {set.bytes < set.owners ? '<1 B' : formatBytes(Math.floor(set.bytes / set.owners))}
                </span>
              </span>
            </li>
          ))}
          {told < sharedBytes && (
            <li>
              <span class="muted">smaller sets of owners</span>
              <Size bytes={sharedBytes - told} />
            </li>
          )}
        </ul>
      )}
    </>
  )
}

function Others({ report, set }: { report: Report; set: SharedBytes }) {
  const more = set.owners - 1 - set.others.length
  const outside = set.others.filter(isOutside).length
  return (
    <ul class="routes">
      {set.others.map(({ kind, index }, at) => {
        if (index === null || kind === 'other') return null
        return (
          <li key={at}>
            {kind === 'route' ? (
              <RouteLink report={report} index={index} />
            ) : (
              <>
                router <Name text={routerName(report.routers[index])} />
              </>
            )}
          </li>
        )
      })}
      {outside > 0 && (
        <li class="muted">what is held outside of routes{outside > 1 && ` (${countOf(outside, 'owner')})`}</li>
      )}
      {more > 0 && <li class="muted">and {countOf(more, 'more owner')}</li>}
    </ul>
  )
}

const isOutside = ({ kind, index }: SharedBytes['others'][number]): boolean => index === null || kind === 'other'
