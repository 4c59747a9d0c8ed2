import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** How long processes that were killed may take to leave a group. */
const mostLeavingMs = 5_000

/** The text of a file of a group; null where there is none. */
export function readGroupFile(group: string, name: string): string | null {
  try {
    return readFileSync(join(group, name), 'utf8')
  } catch {
    return null
  }
}

export function writeGroupFile(group: string, name: string, value: string | number): void {
  writeFileSync(join(group, name), `${value}\n`)
}

/** The number in a file that holds one; null where it is missing or `max`. */
export function numberIn(group: string, name: string): number | null {
  const text = readGroupFile(group, name)?.trim()
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null
}

/** One value of a file of `name value` lines. */
export function valueIn(group: string, file: string, name: string): number | null {
  const line = readGroupFile(group, file)
    ?.split('\n')
    .find((text) => text.startsWith(`${name} `))
  return line === undefined ? null : Number(line.slice(name.length + 1))
}

export const membersOf = (group: string): number[] =>
  (readGroupFile(group, 'cgroup.procs') ?? '')
    .split('\n')
    .filter((text) => /^\d+$/.test(text))
    .map(Number)

/** The words that put a process into a group before its program begins. */
export const joining = (group: string, command: readonly string[]): string[] => [
  'sh',
  '-c',
  'echo $$ > "$0" && exec "$@"',
  join(group, 'cgroup.procs'),
  ...command,
]

export function makeGroup(parent: string, number: number): string {
  const group = join(parent, `trial-${number}`)
  mkdirSync(group)
  return group
}

/**
 * Kills whoever is in a group of ours, lets `emptied` have it, and removes it. Killed is not gone: that takes a moment.
 */
export async function removeGroup(group: string, emptied: () => void): Promise<void> {
  const end = performance.now() + mostLeavingMs
  while (membersOf(group).filter(kill).length > 0 && performance.now() < end) await wait(5)
  emptied()
  for (;;) {
    try {
      rmdirSync(group)
      return
    } catch (error) {
      // Busy for as long as a process is on its way out. What is left is for the guard.
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY' || performance.now() > end) return
      await wait(5)
    }
  }
}

/** False where it has ended by itself. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

/** Whether swap is there that a group without a limit of its own for it would use. */
export function swapNotes(run: string, limitFile: string): string[] {
  if (readGroupFile(run, limitFile) !== null || /^SwapTotal:\s+0 /m.test(readGroupFile('/proc', 'meminfo') ?? ''))
    return []
  return [`The kernel has no ${limitFile} here: what was swapped out is not counted, and the floor is too low.`]
}
