import { useEffect, useRef } from 'preact/hooks'
import { countOf } from '../bytes.ts'
import type { Report, RouteEntry } from '../report.ts'
import { routerName, stateText } from '../words.ts'
import { CopyId } from './copyId.tsx'
import { Held } from './held.tsx'
import { PartsView } from './parts.tsx'
import { RetainingPath } from './path.tsx'
import { State } from './routeName.tsx'
import { Sharing } from './sharing.tsx'
import { Source } from './source.tsx'
import { Name, Size } from './text.tsx'
import { inFragment, show, useView } from './view.ts'

/** Longer keys are shown whole, but scroll away with the rest instead of covering it. */
const longTitle = 120

/** The route that is open, explained: what it holds, alone and with others, and what keeps it alive. */
export function Panel({ report }: { report: Report }) {
  const { route: wanted } = useView()
  const heading = useRef<HTMLHeadingElement>(null)
  const opener = useRef<Element | null>(null)
  const route = wanted === '' ? undefined : report.routes.find((each) => inFragment(each.key) === wanted)
  useEffect(() => {
    if (route === undefined) return
    opener.current ??= document.activeElement
    heading.current?.focus({ preventScroll: true })
  }, [route])
  if (route === undefined) {
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true })
    opener.current = null
    return null
  }
  return (
    <aside id="panel" aria-labelledby="panel-title">
      <header class={route.key.length > longTitle ? 'long' : undefined}>
        <h2 id="panel-title" ref={heading} tabIndex={-1}>
          <Name text={route.key} />
        </h2>
        <button type="button" class="close" onClick={() => show({ route: '' })} aria-label="Close the panel">
          ×
        </button>
      </header>
      <p class="kind">
        <State route={route} /> <span class="muted">{stateText(route)}</span>
      </p>
      <Facts report={report} route={route} />
      <h3>What it holds</h3>
      <Sizes route={route} />
      <PartsView parts={route.parts} />
      <Sharing report={report} route={route} />
      <Held report={report} route={route} />
      <InFindings report={report} route={route} />
      <h3>What keeps it alive</h3>
      {route.retainingPath === null ? (
        <p class="muted">
          The document keeps paths for the routes of findings and the largest ones. In DevTools, look up{' '}
          <CopyId id={route.nodeId} />.
        </p>
      ) : (
        <RetainingPath steps={route.retainingPath} />
      )}
    </aside>
  )
}

interface Props {
  readonly report: Report
  readonly route: RouteEntry
}

function Facts({ report, route }: Props) {
  const router = route.router === null ? undefined : report.routers[route.router]
  return (
    <dl class="facts">
      <div>
        <dt>Source</dt>
        <dd>
          <Source at={route.source} />
        </dd>
      </div>
      <div>
        <dt>Framework</dt>
        <dd>
          <Name text={route.framework} />
          {route.middleware && ', as middleware'}
          {route.twin === 'head' && ', the HEAD twin of a GET route'}
        </dd>
      </div>
      {router !== undefined && (
        <div>
          <dt>Router</dt>
          <dd>
            <Name text={routerName(router)} /> {router.prefix !== null && <CopyId id={router.nodeId} />}{' '}
            <span class="muted">{countOf(router.routes, 'route')}</span>
          </dd>
        </div>
      )}
      <div>
        <dt>In DevTools</dt>
        <dd>
          <CopyId id={route.nodeId} />
        </dd>
      </div>
    </dl>
  )
}

function Sizes({ route }: { route: RouteEntry }) {
  return (
    <dl class="sizes">
      <div>
        <dt>Exclusive</dt>
        <dd>
          <Size bytes={route.exclusiveBytes} />
        </dd>
        <dd class="note">only this route reaches it</dd>
      </div>
      <div>
        <dt>Shared</dt>
        <dd>
          <Size bytes={route.sharedBytes} />
        </dd>
        <dd class="note">others reach it too; counted whole</dd>
      </div>
      <div>
        <dt>Share</dt>
        <dd>
          <Size bytes={route.shareBytes} />
        </dd>
        <dd class="note">exclusive and its part of the shared; shares add up</dd>
      </div>
    </dl>
  )
}

function InFindings({ report, route }: Props) {
  const about = report.findings.filter((finding) => finding.routes.includes(route.key))
  if (about.length === 0) return null
  return (
    <>
      <h3>Findings</h3>
      <ul class="held">
        {about.map((finding, index) => (
          <li key={index}>
            <span>
              <span class={`badge ${finding.severity}`}>{finding.severity}</span> <Name text={finding.title} />
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
