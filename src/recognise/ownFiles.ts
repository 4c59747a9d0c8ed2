/** Whether a file, or a place in one, is the app's own. */
export type IsOwnFile = (file: string) => boolean

/**
 * Neither Node's own nor of an installed package is the app's. `roots` are folders that are the app's even where they are
 * installed, the longest first, as the record in the heap names them.
 */
export function ownFiles(roots: readonly string[]): IsOwnFile {
  return (file) => {
    if (file.startsWith('node:')) return false
    const root = roots.find((candidate) => file.startsWith(candidate))
    // From the root's last separator on, since a package may be installed right below it.
    return !/[\\/]node_modules[\\/]/.test(root === undefined ? file : file.slice(root.length - 1))
  }
}
