import { existsSync, readFileSync } from 'node:fs'

/** What the build made of page/. */
export interface PageFiles {
  readonly script: string
  /** The script deflated, in base64, as a file carries it. */
  readonly deflated: string
  /** Inflates it and runs it. */
  readonly loader: string
  readonly style: string
}

/** Reads them, next to this file when built, in dist/ when the sources run. */
export function readPageFiles(): PageFiles {
  return {
    script: pageFile('page.js'),
    deflated: pageFile('page.deflated'),
    loader: pageFile('loader.js'),
    style: pageFile('page.css'),
  }
}

function pageFile(name: string): string {
  const built = new URL(`./${name}`, import.meta.url)
  return readFileSync(existsSync(built) ? built : new URL(`../../dist/report/${name}`, import.meta.url), 'utf8')
}
