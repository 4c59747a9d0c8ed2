import type { CodeFrame } from '../report.ts'
import { Name } from './text.tsx'

/** Lines of a file of the user's; the one that it is about is marked. */
export function Frame({ frame }: { frame: CodeFrame }) {
  return (
    <Scrolled label={`${frame.file.slice(-80)}, line ${frame.line}`}>
      {frame.lines.map((line, index) => (
        <span key={index} class={frame.first + index === frame.line ? 'at' : undefined}>
          <i>{frame.first + index}</i>
          <Name text={line} />
          {'\n'}
        </span>
      ))}
    </Scrolled>
  )
}

/** A unified diff: what goes and what comes is told by its sign too. */
export function Diff({ diff }: { diff: string }) {
  return (
    <Scrolled label="What to change">
      {diff
        .slice(0, 4_000)
        .trimEnd()
        .split('\n')
        .map((line, index) => (
          <span
            key={index}
            class={index < 2 ? undefined : line[0] === '+' ? 'plus' : line[0] === '-' ? 'minus' : undefined}
          >
            <Name text={line} />
            {'\n'}
          </span>
        ))}
    </Scrolled>
  )
}

function Scrolled({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, which the keyboard must reach
    <pre class="code" title={label} tabIndex={0}>
      {children}
    </pre>
  )
}
