import { countOf, formatCount } from '../bytes.ts'
import type { DuplicateTree, Report } from '../report.ts'
import { routerName } from '../words.ts'
import { Frame } from './code.tsx'
import { RouteLink } from './routeLinks.tsx'
import { Source } from './source.tsx'
import { Name, Size } from './text.tsx'

const words = {
  dead: ['Left behind', 'answers', 'left behind'],
  shadowed: ['Shadowed', 'answers', 'shadowed'],
  repeated: ['Mounted again', 'first mount', 'mounted again'],
} as const

const treesShown = 60
const routesShown = 100

/** Trees of routes that are there twice, side by side, and what holds those that nothing dispatches to. */
export function Duplicates({ report }: { report: Report }) {
  const { duplicates, holders } = report
  return (
    <section id="duplicates" aria-labelledby="duplicates-title">
      <h2 id="duplicates-title">Duplicates</h2>
      {duplicates.length === 0 && <p class="empty">No tree of routes is there twice.</p>}
      {holders.map(({ name, source, frame }, index) => {
        const held = duplicates.filter(({ holder }) => holder === index)
        return (
          <div key={index} class="holder">
            <h3>
              <code>
                <Name text={name} />
              </code>{' '}
              keeps {held.length > 0 ? countOf(held.length, 'dead tree') : 'dead things'} alive
            </h3>
            <p>
              <Source at={source} />
              {held.length > 0 && (
                <span class="muted">
                  {' '}
                  {countOf(
                    held.reduce((sum, { routes }) => sum + routes.length, 0),
                    'route',
                  )}
                  , <Size bytes={held.reduce((sum, { bytes }) => sum + bytes, 0)} />
                </span>
              )}
            </p>
            {frame !== null && <Frame frame={frame} />}
          </div>
        )
      })}
      {duplicates.slice(0, treesShown).map((tree, index) => (
        <Tree key={index} report={report} tree={tree} open={index === 0} />
      ))}
      {duplicates.length > treesShown && (
        <p class="muted">… and {countOf(duplicates.length - treesShown, 'smaller tree')}, all in the document.</p>
      )}
    </section>
  )
}

function Tree({ report, tree, open }: { report: Report; tree: DuplicateTree; open: boolean }) {
  const { kind, routes, others, bytes, holder, alike } = tree
  const [title, theirs, ours] = words[kind]
  const router = tree.router === null ? undefined : report.routers[tree.router]
  const place = tree.prefix || (router === undefined ? '/' : routerName(router))
  const other = tree.otherPrefix + (kind === 'repeated' || tree.prefix === '/' ? '' : tree.prefix)
  return (
    <details class="tree" open={open}>
      <summary>
        <span class={`state ${kind === 'repeated' ? 'tag' : kind}`}>{title}</span>{' '}
        <code>
          <Name text={place} />
        </code>{' '}
        <span class="muted">
          {countOf(routes.length, 'route')}, <Size bytes={bytes} />
          {holder !== null && (
            <>
              , held by <Name text={report.holders[holder]?.name ?? ''} />
            </>
          )}
        </span>
      </summary>
      {alike > 1 && <p class="muted">{formatCount(alike)} live trees have the same handlers; this is one of them.</p>}
      <table class="lines twins">
        <thead>
          <tr>
            <th scope="col">
              {theirs} <Name text={other || '/'} />
            </th>
            <th scope="col">
              {ours} <Name text={place} />
            </th>
          </tr>
        </thead>
        <tbody>
          {routes.slice(0, routesShown).map((route, index) => (
            <tr key={route}>
              <td>
                <RouteLink report={report} index={others[index]} />
              </td>
              <td>
                <RouteLink report={report} index={route} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {routes.length > routesShown && <p class="muted">… and {countOf(routes.length - routesShown, 'more route')}.</p>}
    </details>
  )
}
