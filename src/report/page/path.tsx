import type { PathStep } from '../report.ts'
import { CopyId } from './copyId.tsx'
import { Source } from './source.tsx'
import { Name } from './text.tsx'

/** What keeps something alive, from the root down to it. */
export function RetainingPath({ steps }: { steps: readonly PathStep[] }) {
  return (
    <ol class="path">
      {steps.map((step, index) => (
        <li key={step.nodeId}>
          {index > 0 && (
            <span class="edge">
              <Name text={step.edge === '' ? step.edgeType : step.edge} />
              {step.edge !== '' && step.edgeType !== 'property' && <span class="muted"> {step.edgeType}</span>}
            </span>
          )}
          <span class="node">
            <strong>
              <Name text={step.name} />
            </strong>{' '}
            <CopyId id={step.nodeId} />
            {step.nodeType !== 'object' && <span class="muted"> {step.nodeType}</span>}
            {step.source !== null && (
              <span class="at">
                <Source at={step.source} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}
