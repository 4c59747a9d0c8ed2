import { randomBytes } from 'node:crypto'
import type { Bytes } from '../snapshot/snapshot.ts'
import { usageV2 } from './cgroupV2.ts'
import { groupOf } from './controlGroups.ts'
import { membersOf } from './groupFiles.ts'
import { type Enclosure, type Limits, open } from './limits.ts'

/**
 * Limits by `systemd-run --user --scope`, which needs no root (man systemd-run, systemd.resource-control). The scope
 * and its group go with their last process, and what was counted goes with them: of a run that was killed nobody knows
 * the peak.
 */
export function systemdScope(): Limits {
  return { method: 'systemd-scope', notes: [], enclosure }
}

function enclosure(limitBytes: Bytes | null): Enclosure {
  const unit = `routeheap-${randomBytes(8).toString('hex')}`
  const limit = limitBytes === null ? [] : ['-p', `MemoryMax=${limitBytes}`]
  const options = ['--user', '--scope', '--quiet', '--collect', `--unit=${unit}`, ...limit, '-p', 'MemorySwapMax=0']
  /** Before it has become the command, `systemd-run` is in the group of whoever called it. */
  const scope = (root: number): string | null => {
    const group = groupOf(root)
    return group?.endsWith(`/${unit}.scope`) ? group : null
  }
  return {
    ...open,
    words: (command) => ['systemd-run', ...options, '--', ...command],
    usage(root) {
      const group = scope(root)
      return group === null ? open.usage(root) : usageV2(group)
    },
    members(root) {
      const group = scope(root)
      return group === null ? null : membersOf(group)
    },
  }
}
