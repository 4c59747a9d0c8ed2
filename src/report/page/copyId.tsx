import { useEffect, useState } from 'preact/hooks'

/** A DevTools node id that a press copies: it is what the search of a snapshot takes. */
export function CopyId({ id }: { id: number }) {
  const [said, setSaid] = useState<'' | 'copied' | 'select it and copy'>('')
  useEffect(() => {
    if (said === '') return
    const later = setTimeout(() => setSaid(''), 1_500)
    return () => clearTimeout(later)
  }, [said])
  return (
    <span class="copies">
      <button
        type="button"
        class="id"
        title="Copy, to look it up in DevTools"
        onClick={() => copied(`@${id}`).then((done) => setSaid(done ? 'copied' : 'select it and copy'))}
      >
        <span class="unseen">Copy </span>
        <code>@{id}</code>
      </button>
      <span role="status">{said}</span>
    </span>
  )
}

/** Puts text into the clipboard; false where neither way of doing so is allowed. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copiedFromPage(text)
  }
}

/** The way that pages without https have. */
function copiedFromPage(text: string): boolean {
  const box = document.createElement('textarea')
  box.value = text
  const focused = document.activeElement
  document.body.append(box)
  box.select()
  const done = document.execCommand('copy')
  box.remove()
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  return done
}
