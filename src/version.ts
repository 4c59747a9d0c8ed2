import { readFileSync } from 'node:fs'

/** Version in package.json, which is one folder up from here in src/ and in dist/. */
export const version: string = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
