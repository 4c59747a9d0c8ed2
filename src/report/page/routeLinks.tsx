import { countOf } from '../bytes.ts'
import { printable, shortened } from '../printable.ts'
import type { Report } from '../report.ts'
import { inFragment, show } from './view.ts'

interface Props {
  readonly report: Report
  readonly index: number | null | undefined
  /** False where all around it are in the same state. */
  readonly withState?: boolean
}

/** Columns of a name among others; the middle of a longer one is only in the title. */
const longest = 72

/** A route by its name, which opens its panel. */
export function RouteLink({ report, index, withState = true }: Props) {
  const route = index == null ? undefined : report.routes[index]
  if (route === undefined) return <span class="muted">–</span>
  const whole = printable(route.key.slice(0, 1_000))
  const name = shortened(whole, longest)
  return (
    <button
      type="button"
      class="plain"
      onClick={() => show({ route: inFragment(route.key) })}
      title={name === whole ? undefined : whole}
    >
      <bdi>{name}</bdi>
      {withState && route.state !== 'live' && <span class={`state ${route.state}`}> {route.state}</span>}
    </button>
  )
}

const most = 5

/** The first of some routes, each opening its panel, and how many more there are. */
export function RouteLinks({ report, indices }: { report: Report; indices: readonly number[] }) {
  if (indices.length === 0) return null
  return (
    <ul class="routes">
      {indices.slice(0, most).map((index) => (
        <li key={index}>
          <RouteLink report={report} index={index} />
        </li>
      ))}
      {indices.length > most && <li class="muted">and {countOf(indices.length - most, 'more route')}</li>}
    </ul>
  )
}
