import type { RecordInHeap } from './record.ts'

/** Whether a file, or a place in one, is the app's own. */
export type IsOwnFile = (file: string) => boolean

/**
 * Neither Node's own nor of an installed package is the app's, nor is the preload, which is not installed where routeheap runs from a
 * clone. `roots` of the record are folders that are the app's even where they are installed, the longest first.
 */
export function ownFiles(record: Pick<RecordInHeap, 'roots' | 'preload'> | undefined): IsOwnFile {
  const { roots, preload } = record ?? { roots: [], preload: null }
  return (file) => {
    if (file.startsWith('node:') || (preload !== null && file.startsWith(preload))) return false
    const root = roots.find((candidate) => file.startsWith(candidate))
    // From the root's last separator on, since a package may be installed right below it.
    return !/[\\/]node_modules[\\/]/.test(root === undefined ? file : file.slice(root.length - 1))
  }
}
