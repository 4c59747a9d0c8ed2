import { countOf } from '../bytes.ts'
import type { Report } from '../report.ts'
import { Frame } from './code.tsx'
import { Source } from './source.tsx'
import { Name, Size } from './text.tsx'
import { Tree } from './tree.tsx'

const treesShown = 60

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
        <Tree key={index} report={report} tree={tree} number={index} />
      ))}
      {duplicates.length > treesShown && (
        <p class="muted">… and {countOf(duplicates.length - treesShown, 'smaller tree')}, all in the document.</p>
      )}
    </section>
  )
}
