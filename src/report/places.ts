import type { Repository } from './evidence.ts'

/** Programs that open a file at a line by the address of a link, and how that address begins. */
export const editors = {
  vscode: { label: 'VS Code', address: 'vscode://file' },
  vscodium: { label: 'VSCodium', address: 'vscodium://file' },
  cursor: { label: 'Cursor', address: 'cursor://file' },
  windsurf: { label: 'Windsurf', address: 'windsurf://file' },
  zed: { label: 'Zed', address: 'zed://file' },
  idea: { label: 'IntelliJ IDEA', address: 'idea://open?file=' },
  webstorm: { label: 'WebStorm', address: 'webstorm://open?file=' },
} as const

export type Editor = keyof typeof editors

/** A place in a file: its path in parts, and the line, 1 where the place names none. */
interface Place {
  readonly absolute: boolean
  readonly parts: readonly string[]
  readonly line: number
  readonly column: number
}

const longest = 2_000

/** What `file:line:column` of a report names; null for what is no file, such as `node:fs`, and for what no link can hold. */
function placeOf(source: string): Place | null {
  if (source.length > longest || /^[a-z][a-z\d+.-]+:(?!\d+(:\d+)?$)/i.test(source)) return null
  const [, file, line, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/s.exec(source) ?? []
  if (file === undefined || file === '') return null
  const path = file.replaceAll('\\', '/')
  const absolute = /^(\/|[a-z]:\/)/i.test(path)
  return {
    absolute,
    parts: path.split('/').filter((part) => part !== ''),
    line: Number(line ?? 1),
    column: Number(column ?? 1),
  }
}

/**
 * The address that opens a place in an editor. `folder` is where the report's files are on the reader's machine: reports do
 * not say it. Null where the place is no file, and where its folder is not known.
 */
export function editorLink(editor: Editor, folder: string, source: string): string | null {
  const place = placeOf(source)
  const base = place?.absolute === true ? '' : folder.trim().replaceAll('\\', '/').replace(/\/+$/, '')
  if (place === null || (!place.absolute && base === '')) return null
  const path = encoded([...base.split('/').filter((part) => part !== ''), ...place.parts])
  if (path === null) return null
  const { address } = editors[editor]
  const { line, column } = place
  return address.endsWith('=')
    ? `${address}/${path}&line=${line}&column=${column}`
    : `${address}/${path}:${line}:${column}`
}

/** Where a place can be read in a browser, at the commit that was checked out. Null for files outside of the repository. */
export function repositoryLink(repository: Repository | null, source: string): string | null {
  const place = placeOf(source)
  if (repository === null || place === null || place.absolute || place.parts.includes('node_modules')) return null
  const below = resolved([...repository.folder.split('/').filter((part) => part !== ''), ...place.parts])
  const path = below === null ? null : encoded(below)
  if (path === null) return null
  const { url, commit } = repository
  const [folder, anchor] = styleOf(url)
  return `${url}/${folder}${commit ?? 'HEAD'}/${path}${anchor}${place.line}`
}

/** What hosts have between the repository and the commit, and before the number of a line. */
function styleOf(url: string): readonly [folder: string, anchor: string] {
  const host = url.replace(/^https?:\/\//, '').split('/', 1)[0]
  if (host.includes('gitlab')) return ['-/blob/', '#L']
  if (host.includes('bitbucket')) return ['src/', '#lines-']
  if (/codeberg|gitea|forgejo/.test(host)) return ['src/commit/', '#L']
  return ['blob/', '#L']
}

/** The parts without `..`; null where they lead out. */
function resolved(parts: readonly string[]): string[] | null {
  const path: string[] = []
  for (const part of parts) {
    if (part === '.') continue
    if (part !== '..') path.push(part)
    else if (path.pop() === undefined) return null
  }
  return path
}

/** Parts of a path for an address; null where one holds half a surrogate, which no address can. */
function encoded(parts: readonly string[]): string | null {
  try {
    return parts.map((part) => encodeURIComponent(part).replaceAll('%3A', ':')).join('/')
  } catch {
    return null
  }
}
