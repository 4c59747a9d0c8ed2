import { readFileSync } from 'node:fs'
import { builtFile } from '../installed.ts'

/** What the build made of page/. */
export interface PageFiles {
  readonly script: string
  /** The script deflated, in base64, as a file carries it. */
  readonly deflated: string
  /** Inflates it and runs it. */
  readonly loader: string
  readonly style: string
}

/** Reads them from dist/, once a report. */
export function readPageFiles(): PageFiles {
  return {
    script: pageFile('page.js'),
    deflated: pageFile('page.deflated'),
    loader: pageFile('loader.js'),
    style: pageFile('page.css'),
  }
}

const pageFile = (name: string): string => readFileSync(builtFile(`report/${name}`), 'utf8')
