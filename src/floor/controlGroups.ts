import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** A mounted hierarchy of control groups that can count memory, and our own group in it. */
export interface Hierarchy {
  readonly version: 1 | 2
  readonly mountPoint: string
  /** Folder of the group that we run in, or the mount point where it cannot be seen from here. */
  readonly own: string
}

interface Mount {
  readonly version: 1 | 2
  /** The group that is mounted. */
  readonly root: string
  readonly mountPoint: string
}

/**
 * The hierarchies of this machine, version 2 first, from `self/mountinfo` and `self/cgroup` of `proc` (man 7 cgroups,
 * man 5 proc). Inside a container the mount may begin at a group of its own, so paths are taken relative to its root.
 */
export function hierarchies(proc = '/proc'): Hierarchy[] {
  const mounts = lines(join(proc, 'self/mountinfo')).flatMap((line): Mount[] => {
    const [before, after] = line.split(' - ').map((part) => part.split(' '))
    if (after === undefined) return []
    const [root, mountPoint] = [unescaped(before[3]), unescaped(before[4])]
    if (after[0] === 'cgroup2') return [{ version: 2, root, mountPoint }]
    const controllers = (after[2] ?? '').split(',')
    return after[0] === 'cgroup' && controllers.includes('memory') ? [{ version: 1, root, mountPoint }] : []
  })
  const own = ownGroups(proc)
  return mounts
    .map(({ version, root, mountPoint }) => ({ version, mountPoint, own: visible(mountPoint, root, own[version]) }))
    .sort((a, b) => b.version - a.version)
}

/** The group of a process in the hierarchy of version 2, as a folder; null where it has ended or is in none. */
export function groupOf(pid: number, proc = '/proc'): string | null {
  const found = hierarchies(proc).find(({ version }) => version === 2)
  const line = lines(join(proc, String(pid), 'cgroup')).find((text) => text.startsWith('0::'))
  return found === undefined || line === undefined ? null : join(found.mountPoint, line.slice('0::'.length))
}

/** From a group up to the mount point, both included. */
export function upwards({ mountPoint, own }: Hierarchy): string[] {
  const folders = [own]
  for (let folder = own; folder !== mountPoint && folder !== dirname(folder); ) {
    folder = dirname(folder)
    folders.push(folder)
  }
  return folders
}

function ownGroups(proc: string): Record<1 | 2, string> {
  const groups = { 1: '/', 2: '/' }
  for (const line of lines(join(proc, 'self/cgroup'))) {
    const [, id, controllers, path] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? []
    if (id === '0') groups[2] = path
    else if (controllers?.split(',').includes('memory')) groups[1] = path
  }
  return groups
}

function visible(mountPoint: string, root: string, group: string): string {
  const inside = relative(root, group)
  const folder = inside.startsWith('..') ? mountPoint : join(mountPoint, inside)
  return existsSync(folder) ? folder : mountPoint
}

function lines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}

/** Blanks are written `\040` there. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
