import { readdirSync, readFileSync } from 'node:fs'
import type { ProcessEntry } from './result.ts'

const longestCommand = 200

type Memory = Pick<ProcessEntry, 'pssBytes' | 'rssBytes' | 'anonBytes'>

interface Process extends Memory {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/**
 * The processes of a run, parents before children, with their memory as `/proc/<pid>/smaps_rollup` tells it (Linux
 * 4.14). PSS divides a page by those who map it, processes outside of the run included. Reading it costs a walk over
 * the page tables of each, some milliseconds. Empty where the system has no such file.
 *
 * `members` are the processes of the run where they are known, else it is those that descend from `root`. `server` is
 * the process that listens, where it said so.
 */
export function processTree(root: number, members: readonly number[] | null, server: number | null): ProcessEntry[] {
  const parents = members === null ? parentsOf(allPids()) : parentsOf(members)
  const own = members ?? descendants(root, parents)
  const read = own.flatMap((pid) => readProcess(pid, parents.get(pid) ?? 0))
  const ordered = parentsFirst(read)
  const above = server === null ? [] : ancestors(server, parents)
  return ordered.map(({ pid, parent, ...entry }) => {
    const index = ordered.findIndex((other) => other.pid === parent)
    const role = pid === server ? 'server' : above.includes(pid) ? 'wrapper' : 'child'
    return { ...entry, parent: index === -1 ? null : index, role }
  })
}

function readProcess(pid: number, parent: number): Process[] {
  const memory = memoryOf(pid)
  if (memory === null) return []
  const words = read(pid, 'cmdline').split('\0').join(' ').trim()
  return [{ pid, parent, command: words.slice(0, longestCommand), ...memory }]
}

function memoryOf(pid: number): Memory | null {
  const text = read(pid, 'smaps_rollup')
  const bytes = (name: string): number | null => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)
    return found === null ? null : Number(found[1]) * 1024
  }
  const [pssBytes, rssBytes] = [bytes('Pss'), bytes('Rss')]
  return pssBytes === null || rssBytes === null ? null : { pssBytes, rssBytes, anonBytes: bytes('Pss_Anon') }
}

/** The parent of each process. The name before it, in parentheses, may hold anything (man 5 proc). */
function parentsOf(pids: readonly number[]): Map<number, number> {
  return new Map(
    pids.map((pid) => {
      const text = read(pid, 'stat')
      return [pid, Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1] ?? 0)]
    }),
  )
}

function descendants(root: number, parents: ReadonlyMap<number, number>): number[] {
  const found = [root]
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child)
  return found
}

function ancestors(pid: number, parents: ReadonlyMap<number, number>): number[] {
  const found: number[] = []
  for (let at = parents.get(pid); at !== undefined && !found.includes(at); at = parents.get(at)) found.push(at)
  return found
}

function parentsFirst(processes: readonly Process[]): Process[] {
  const pids = new Set(processes.map(({ pid }) => pid))
  const ordered = processes.filter(({ parent }) => !pids.has(parent)).sort((a, b) => a.pid - b.pid)
  for (let at = 0; at < ordered.length; at++) {
    const children = processes.filter(({ parent }) => parent === ordered[at].pid).sort((a, b) => a.pid - b.pid)
    ordered.splice(at + 1, 0, ...children)
  }
  return ordered
}

function allPids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
