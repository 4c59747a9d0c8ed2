import type { DeltaEntry } from '../../diff/difference.ts'
import { formatCount, formatDelta } from '../bytes.ts'
import { printable } from '../printable.ts'
import { squares } from './squares.ts'
import { show } from './view.ts'

/** The size of a map that takes the whole scale; the page scales it, its proportions stay. */
const width = 600
const fullHeight = 260
/** Below so many square pixels a box is folded into one with the other small ones. */
const leastArea = 240
const mostBoxes = 200

interface Box {
  readonly entry: DeltaEntry | null
  /** What became of all that is in it, where that is the same for all. */
  readonly change: DeltaEntry['change'] | null
  readonly folded: number
  readonly bytes: number
}

/**
 * What grew, or what shrank, as boxes. `scaleBytes` are what a map of full height stands for, so that two maps of the same
 * have equal areas for equal bytes. A list beside it says the same in words, and to the keyboard.
 */
export function DeltaMap({ entries, scaleBytes }: { entries: readonly DeltaEntry[]; scaleBytes: number }) {
  const sum = entries.reduce((total, { deltaBytes }) => total + Math.abs(deltaBytes), 0)
  if (sum === 0) return null
  const height = Math.max(3, (fullHeight * sum) / scaleBytes)
  const boxes = boxesOf(entries, (leastArea * sum) / (width * height))
  const places = squares(
    { x: 0, y: 0, width, height },
    boxes.map(({ bytes }) => Math.abs(bytes)),
  )
  return (
    <div class="delta-map" aria-hidden="true" style={{ aspectRatio: `${width} / ${height}` }}>
      {boxes.map(({ entry, change, folded, bytes }, index) => {
        const place = places[index]
        const name = entry === null ? `+${formatCount(folded)} smaller` : printable(entry.key.slice(0, 200))
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list beside it does the same for the keyboard
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list beside it does the same for the keyboard
          <span
            key={index}
            class={entry === null ? `folded ${change ?? ''}` : entry.change}
            title={`${name} ${formatDelta(bytes)}`}
            style={{
              left: `${(100 * place.x) / width}%`,
              top: `${(100 * place.y) / height}%`,
              width: `${(100 * place.width) / width}%`,
              height: `${(100 * place.height) / height}%`,
            }}
            onClick={() => entry !== null && show({ query: entry.key, section: 'routes' })}
          >
            {place.width > 60 && place.height > 14 && <bdi>{name}</bdi>}
            {place.width > 60 && place.height > 34 && <b>{formatDelta(bytes)}</b>}
          </span>
        )
      })}
    </div>
  )
}

/** Largest first; what is below `least` bytes is one box, so that the areas still add up. */
function boxesOf(entries: readonly DeltaEntry[], least: number): Box[] {
  const sorted = [...entries].sort((a, b) => Math.abs(b.deltaBytes) - Math.abs(a.deltaBytes))
  const shown = sorted.slice(0, mostBoxes).filter(({ deltaBytes }) => Math.abs(deltaBytes) >= least)
  const rest = sorted.slice(shown.length)
  const boxes = shown.map((entry): Box => ({ entry, change: entry.change, folded: 0, bytes: entry.deltaBytes }))
  if (rest.length === 0) return boxes
  const bytes = rest.reduce((total, { deltaBytes }) => total + deltaBytes, 0)
  const change = rest.every((each) => each.change === rest[0].change) ? rest[0].change : null
  const folded: Box = { entry: null, change, folded: rest.length, bytes }
  const at = boxes.findIndex((box) => Math.abs(box.bytes) < Math.abs(bytes))
  return at < 0 ? [...boxes, folded] : [...boxes.slice(0, at), folded, ...boxes.slice(at)]
}
