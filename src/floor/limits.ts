import type { Bytes } from '../snapshot/snapshot.ts'
import type { Usage } from './result.ts'

/**
 * What sets a memory limit on a process and all that it starts. One implementation a file: control groups of version 2
 * and 1, a scope of systemd, and, as an approximation, V8's own heap limit.
 */
export interface Limits {
  readonly method: 'cgroup-v2' | 'cgroup-v1' | 'systemd-scope' | 'heap-limit'
  /** Room for one trial, new each time. Null: no limit, but measured as well as one with a limit. */
  enclosure(limitBytes: Bytes | null): Enclosure
  /** Plain remarks on what the limit does not cover. */
  readonly notes: readonly string[]
}

/** Where one trial runs. `root` is the process that the command was started as. */
export interface Enclosure {
  /** The command line that runs `command` inside, from its first instruction on. */
  words(command: readonly string[]): readonly string[]
  /** To be added to NODE_OPTIONS of all that runs inside. */
  readonly nodeOptions: string
  /** What was counted so far; null for what nobody counts. */
  usage(root: number): Usage
  /** The processes inside; null where nobody knows. */
  members(root: number): readonly number[] | null
  /** Kills what is left inside and removes it. */
  close(): Promise<void>
}

/** No limit, and nothing counted: what a first run needs, to read files and to see whether the app boots. */
export const open: Enclosure = {
  words: (command) => command,
  nodeOptions: '',
  usage: () => ({ peakBytes: null, anonBytes: null, fileBytes: null, oomKills: 0 }),
  members: () => null,
  close: async () => undefined,
}
