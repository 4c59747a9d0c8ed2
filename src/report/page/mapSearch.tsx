import { formatCount } from '../bytes.ts'
import { printable } from '../printable.ts'
import { type Found, nextFound } from './mapFind.ts'
import { type MapNode, zoomOf } from './mapTree.ts'
import { show } from './view.ts'

interface Props {
  readonly words: string
  readonly found: Found | null
  /** What fills the map. */
  readonly root: MapNode
}

/** Looks for routes in the map: what fits is marked, Enter goes to the next one, with Shift to the one before. */
export function MapSearch({ words, found, root }: Props) {
  const go = (step: 1 | -1) => {
    const next = found === null ? undefined : nextFound(found, root, step)
    if (next !== undefined) show({ zoom: zoomOf(next) })
  }
  return (
    <search class="find">
      <input
        type="search"
        id="find"
        aria-label="Find routes in the map"
        aria-describedby="found"
        autocomplete="off"
        spellcheck={false}
        placeholder="Find: text, state:dead, size:>1MB"
        value={words}
        onInput={(event) => show({ find: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey ? -1 : 1)
        }}
      />
      {found !== null && (
        <>
          <button
            type="button"
            aria-label="Previous that fits"
            onClick={() => go(-1)}
            disabled={found.routes.length === 0}
          >
            ↑
          </button>
          <button type="button" aria-label="Next that fits" onClick={() => go(1)} disabled={found.routes.length === 0}>
            ↓
          </button>
        </>
      )}
      <span id="found" role="status" class="muted">
        {found === null ? '' : said(found, root)}
      </span>
    </search>
  )
}

function said({ routes, problems }: Found, root: MapNode): string {
  if (problems.length > 0) return printable(problems.join(' '))
  const at = routes.findIndex(({ id }) => id === root.id)
  if (at >= 0) return `${formatCount(at + 1)} of ${formatCount(routes.length)}`
  return routes.length === 0 ? 'No route fits.' : `${formatCount(routes.length)} found; Enter goes to the next`
}
