import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { Repository } from './report/report.ts'

/**
 * Where the source can be read in a browser: the URL that was given, else that of the nearest package.json of `folder`, with
 * the commit that is checked out. Null where neither is an http(s) URL. Reads files only; no git is started.
 */
export function repositoryOf(given: string | undefined, folder: string | null): Repository | null {
  const url = webAddress(given ?? (folder === null ? undefined : fromManifest(folder)))
  if (url === null) return null
  const root = folder === null ? undefined : upwards(folder).find((each) => existsSync(join(each, '.git')))
  if (root === undefined || folder === null) return { url, commit: null, folder: '' }
  return { url, commit: headOf(root), folder: relative(root, folder).split(sep).join('/') }
}

/** `git+https://github.com/a/b.git`, `github:a/b`, `a/b`, `git@github.com:a/b.git` as a page; null for all else. */
export function webAddress(text: string | undefined): string | null {
  const [, host, short] = /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+)$/.exec(text ?? '') ?? []
  const hosts: Record<string, string> = { gitlab: 'gitlab.com', bitbucket: 'bitbucket.org' }
  const long = short === undefined ? (text ?? '') : `https://${hosts[host ?? ''] ?? 'github.com'}/${short}`
  const plain = long
    .replace(/^git\+/, '')
    .replace(/^(?:ssh:\/\/)?git@([^:/]+)[:/]/, 'https://$1/')
    .replace(/^git:\/\//, 'https://')
  if (!URL.canParse(plain)) return null
  const { protocol, host: server, pathname } = new URL(plain)
  if (protocol !== 'https:' && protocol !== 'http:') return null
  return `${protocol}//${server}${pathname.replace(/\/+$/, '').replace(/\.git$/, '')}`
}

function fromManifest(folder: string): string | undefined {
  for (const each of upwards(folder)) {
    const text = read(join(each, 'package.json'))
    if (text === null) continue
    try {
      const { repository } = JSON.parse(text) as { repository?: string | { url?: string } }
      return typeof repository === 'string' ? repository : repository?.url
    } catch {
      return undefined
    }
  }
  return undefined
}

/** The commit that HEAD names, directly or through a branch, which may be packed. */
function headOf(root: string): string | null {
  const git = read(join(root, '.git'))
    ?.replace(/^gitdir:\s*/, '')
    .trim()
  const folder = git === undefined ? join(root, '.git') : join(root, git)
  const head = read(join(folder, 'HEAD'))?.trim() ?? ''
  const branch = /^ref: (.+)$/.exec(head)?.[1]
  const packed = read(join(folder, 'packed-refs')) ?? ''
  const commit =
    branch === undefined
      ? head
      : (read(join(folder, branch))?.trim() ??
        packed
          .split('\n')
          .find((line) => line.endsWith(` ${branch}`))
          ?.split(' ')[0])
  return commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit) ? commit : null
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function upwards(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...upwards(parent)]
}
