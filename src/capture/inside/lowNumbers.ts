import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'

/**
 * Runs `task` while the numbers 0 to 2 are files, be it empty ones. Where an app has closed its standard streams, a file that Node opens
 * to read what the process takes would get such a number, and Node aborts when it closes one.
 */
export function withLowNumbersTaken(task: () => void): void {
  const taken: number[] = []
  try {
    do taken.push(openSync(devNull, 'r'))
    while (taken[taken.length - 1] <= 2)
  } catch {}
  try {
    task()
  } finally {
    for (const file of taken) closeSync(file)
  }
}
