import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

// A package may ask for itself by name, from its sources and from what was built of them alike.
const ourselves = createRequire(import.meta.url)
const root = dirname(ourselves.resolve('routeheap/package.json'))

/** The version of this package. */
export const version: string = ourselves('routeheap/package.json').version

/** Absolute path of a file that the build made, by its name in dist/. */
export const builtFile = (name: string): string => join(root, 'dist', name)
