import { countOf, formatCount, scaleOf } from '../bytes.ts'
import type { DuplicateTree, Report } from '../report.ts'
import { routerName } from '../words.ts'
import { RouteLink } from './routeLinks.tsx'
import { Source } from './source.tsx'
import { Name, Size, SizeIn } from './text.tsx'
import { show, useView } from './view.ts'

const words = {
  dead: ['Left behind', 'Answers', 'Left behind'],
  shadowed: ['Shadowed', 'Answers', 'Shadowed'],
  repeated: ['Mounted again', 'First mount', 'Mounted again'],
} as const

const atFirst = 8
const most = 1_000

interface Props {
  readonly report: Report
  readonly tree: DuplicateTree
  readonly number: number
}

/** A tree of routes beside the one that answers in its place, route by route, and what holds it. */
export function Tree({ report, tree, number }: Props) {
  const { trees } = useView()
  const opened = trees.split(',')
  const isOpen = opened.some((each) => each.replace('+', '') === String(number))
  const { kind, routes, bytes, holder } = tree
  const router = tree.router === null ? undefined : report.routers[tree.router]
  const place = tree.prefix || (router === undefined ? '/' : routerName(router))
  const heldBy = holder === null ? undefined : report.holders[holder]
  return (
    <details
      class="tree"
      open={isOpen}
      onToggle={(event) => {
        const { open } = event.currentTarget
        if (open === isOpen) return
        const others = opened.filter((each) => each !== 'none' && each.replace('+', '') !== String(number))
        show({ trees: (open ? [...others, String(number)] : others).join() || 'none' })
      }}
    >
      <summary>
        <span class={`state ${kind === 'repeated' ? 'tag' : kind}`}>{words[kind][0]}</span>{' '}
        <code>
          <Name text={place} />
        </code>{' '}
        <span class="muted">
          {countOf(routes.length, 'route')}, <Size bytes={bytes} />
          {heldBy !== undefined && (
            <>
              , held by <Name text={heldBy.name} />
            </>
          )}
        </span>
      </summary>
      {isOpen && <Opened {...{ report, tree, number, place }} whole={opened.includes(`${number}+`)} />}
    </details>
  )
}

function Opened({ report, tree, number, place, whole }: Props & { place: string; whole: boolean }) {
  const { trees } = useView()
  const { kind, routes, others, holder, alike } = tree
  const [, theirs, ours] = words[kind]
  const other = tree.otherPrefix + (kind === 'repeated' || tree.prefix === '/' ? '' : tree.prefix)
  const heldBy = holder === null ? undefined : report.holders[holder]
  const shown = routes.slice(0, whole ? most : atFirst)
  const scale = scaleOf(shown.reduce((top, route) => Math.max(top, report.routes[route]?.shareBytes ?? 0), 0))
  const withAll = trees.split(',').map((each) => (each === String(number) ? `${each}+` : each))
  return (
    <>
      {heldBy !== undefined && (
        <p>
          Kept alive by{' '}
          <code>
            <Name text={heldBy.name} />
          </code>
          , <Source at={heldBy.source} />
        </p>
      )}
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
            <th scope="col" class="number">
              Share <span class="unit">{scale.unit}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((route, index) => (
            <tr key={route}>
              <td>
                <RouteLink report={report} index={others[index]} withState={false} />
              </td>
              <td>
                <RouteLink report={report} index={route} withState={false} />
              </td>
              <td class="number">
                <SizeIn scale={scale} bytes={report.routes[route]?.shareBytes ?? 0} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!whole && routes.length > atFirst && (
        <button type="button" onClick={() => show({ trees: withAll.join() })}>
          Show all {countOf(routes.length, 'route')}
        </button>
      )}
      {whole && routes.length > most && (
        <p class="muted">… and {countOf(routes.length - most, 'more route')}, all in the document.</p>
      )}
    </>
  )
}
