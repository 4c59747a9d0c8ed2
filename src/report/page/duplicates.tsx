import { countOf } from '../bytes.ts'
import type { Report } from '../report.ts'
import { Frame } from './code.tsx'
import { Source } from './source.tsx'
import { Name, Size } from './text.tsx'
import { Tree } from './tree.tsx'

const treesShown = 60

/** Trees of routes that are there twice, side by side, and what holds those that nothing dispatches to. */
export function Duplicates({ report }: { report: Report }) {
  const { duplicates } = report
  return (
    <section id="duplicates" aria-labelledby="duplicates-title">
      <h2 id="duplicates-title">Duplicates</h2>
      {duplicates.length === 0 && <p class="empty">No tree of routes is there twice.</p>}
      {heldMost(report).map(({ name, source, frame, trees, bytes }, index) => (
        <div key={index} class="holder">
          <h3>
            <code>
              <Name text={name} />
            </code>{' '}
            keeps {trees.length > 0 ? countOf(trees.length, 'dead tree') : 'what is there twice'} alive
          </h3>
          <p>
            <Source at={source} />
            {trees.length > 0 && (
              <span class="muted">
                {' '}
                {countOf(
                  trees.reduce((sum, { routes }) => sum + routes.length, 0),
                  'route',
                )}
                , <Size bytes={bytes} />
              </span>
            )}
          </p>
          {frame !== null && <Frame frame={frame} />}
        </div>
      ))}
      {duplicates.slice(0, treesShown).map((tree, index) => (
        <Tree key={index} report={report} tree={tree} number={index} />
      ))}
      {duplicates.length > treesShown && (
        <p class="muted">… and {countOf(duplicates.length - treesShown, 'smaller tree')}, all in the document.</p>
      )}
    </section>
  )
}

/** What holds dead trees, each with its trees; who holds the most comes first. */
function heldMost({ holders, duplicates }: Report) {
  return holders
    .map((holder, index) => {
      const trees = duplicates.filter((tree) => tree.holder === index)
      return { ...holder, trees, bytes: trees.reduce((sum, { bytes }) => sum + bytes, 0) }
    })
    .sort((a, b) => b.bytes - a.bytes)
}
