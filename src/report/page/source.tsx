import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type Editor, editorLink, editors, repositoryLink } from '../places.ts'
import { printable } from '../printable.ts'
import type { Repository } from '../report.ts'
import { show, useView } from './view.ts'

/** The repository that the document names, for all places in the page. */
export const SourceRepository = createContext<Repository | null>(null)

const longest = 400

/** Where in the source: it opens in the editor that was chosen, and in the repository where the document names one. */
export function Source({ at }: { at: string | null }) {
  const repository = useContext(SourceRepository)
  const { editor, folder } = useView()
  if (at === null) return <span class="muted">unknown</span>
  const inEditor = editor === '' ? null : editorLink(editor, folder || reportFolder(), at)
  const inRepository = repositoryLink(repository, at)
  const name = <code class="source">{printable(at.slice(0, longest))}</code>
  return (
    <>
      {inEditor === null ? name : <a href={inEditor}>{name}</a>}
      {inRepository !== null && (
        <>
          {' '}
          <a class="web" href={inRepository} target="_blank" rel="noreferrer noopener">
            repository<span class="unseen"> at {printable(at.slice(0, longest))}</span>
          </a>
        </>
      )}
    </>
  )
}

/** The folder that the report was written to, where it was opened as a file: files are mostly named from there. */
function reportFolder(): string {
  if (location.protocol !== 'file:') return ''
  try {
    return decodeURIComponent(location.pathname)
      .replace(/\/[^/]*$/, '')
      .replace(/\/\.routeheap$/, '')
  } catch {
    return ''
  }
}

/** Which editor places open in, and where its files are. Both stay in the link of the page, and in nothing else. */
export function EditorSetting() {
  const { editor, folder } = useView()
  return (
    <div class="editor">
      <label>
        Open in{' '}
        <select value={editor} onChange={(event) => show({ editor: event.currentTarget.value as Editor | '' })}>
          <option value="">no editor</option>
          {Object.entries(editors).map(([name, { label }]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {editor !== '' && (
        <label>
          below{' '}
          <input
            type="text"
            autocomplete="off"
            spellcheck={false}
            placeholder="folder of the app, e.g. /home/me/shop"
            value={folder || reportFolder()}
            onInput={(event) => show({ folder: event.currentTarget.value })}
          />
        </label>
      )}
    </div>
  )
}
