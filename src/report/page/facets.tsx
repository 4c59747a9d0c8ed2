import { useMemo } from 'preact/hooks'
import { formatCount } from '../bytes.ts'
import { printable } from '../printable.ts'
import type { Report, RouteEntry } from '../report.ts'
import { toggled, valuesAsked } from './filter.ts'
import { show } from './view.ts'

/** What is offered to press, and what a route has of it. Anything else can be typed. */
const offered: Readonly<Record<string, (route: RouteEntry) => string>> = {
  state: (route) => route.state,
  method: (route) => route.method,
  framework: (route) => route.framework,
  is: (route) => (route.twin !== null ? 'twin' : route.middleware ? 'middleware' : ''),
}

/** Names come out of a heap: what could not be typed as a term is not offered. */
const typable = /^[\w@./*-]{1,40}$/
const widest = 10

interface Chip {
  readonly value: string
  /** Routes that the filter leaves, if terms of this facet are not counted. */
  readonly count: number
}

interface Props {
  readonly report: Report
  readonly query: string
  /** Of each route, as Filter.failing says it. */
  readonly failing: readonly (string | null)[]
}

/** The values of each facet with a count, most first; a press asks for one more, a second press no more. */
export function Facets({ report, query, failing }: Props) {
  const all = useMemo(() => valuesOf(report), [report])
  const counts = useMemo(() => countsOf(report, failing), [report, failing])
  return (
    <div class="facets">
      {all.map(([facet, values]) => {
        const asked = valuesAsked(query, facet)
        return (
          <fieldset key={facet} class="chips">
            <legend>{facet}</legend>
            {values.map((value) => (
              <button
                key={value}
                type="button"
                aria-pressed={asked.includes(value.toLowerCase())}
                onClick={() => show({ query: toggled(query, facet, value) })}
              >
                {printable(value)} <span class="count">{formatCount(counts.get(facet)?.get(value) ?? 0)}</span>
              </button>
            ))}
          </fieldset>
        )
      })}
    </div>
  )
}

/** Per facet the values worth a press: where all routes have the same one, there is nothing to choose. */
function valuesOf(report: Report): [string, string[]][] {
  return [
    ...countsOf(
      report,
      report.routes.map(() => null),
    ),
  ].flatMap(([facet, counts]): [string, string[]][] => {
    const chips: Chip[] = [...counts].map(([value, count]) => ({ value, count }))
    const worth = chips
      .filter(({ value, count }) => typable.test(value) && count < report.routes.length)
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    return worth.length === 0 ? [] : [[facet, worth.slice(0, widest).map(({ value }) => value)]]
  })
}

/** Routes by facet and value. One walk over the routes a facet. */
function countsOf({ routes }: Report, failing: Props['failing']): Map<string, Map<string, number>> {
  const counts = new Map(Object.keys(offered).map((facet) => [facet, new Map<string, number>()]))
  for (const [facet, of] of counts) {
    const facetOf = offered[facet]
    for (let index = 0; index < routes.length; index++) {
      if (failing[index] !== null && failing[index] !== facet) continue
      const value = facetOf(routes[index])
      of.set(value, (of.get(value) ?? 0) + 1)
    }
  }
  return counts
}
