import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { buildPage } from '../../build-page.mjs'
import type { Difference } from '../../src/diff/difference.ts'
import { renderHtml } from '../../src/report/html.ts'
import type { Report } from '../../src/report/report.ts'
import { openBrowser } from './browser.ts'

/** What the tests of a file open their pages with. */
export interface Pages {
  readonly folder: string
  /** A new page that nothing was loaded into. Whatever it asks for but `allowed`, says or breaks fails the test. */
  blank(allowed: RegExp, options?: BrowserContextOptions): Promise<Page>
  /** A document as a page from a file, when it is drawn. */
  open(document: Report | Difference, options?: BrowserContextOptions, fragment?: string): Promise<Page>
}

/** Builds the page and starts one browser for all tests of a file; after each test its pages are closed. */
export function pagesOfThisFile(): Pages {
  let browser: Browser
  let folder: string
  let complaints: string[] = []

  beforeAll(async () => {
    await buildPage()
    browser = await openBrowser()
    folder = mkdtempSync(join(tmpdir(), 'routeheap-page-'))
  })

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    const found = complaints
    complaints = []
    expect(found).toEqual([])
  })

  const blank = async (allowed: RegExp, options: BrowserContextOptions = {}) => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage()
    page.on('console', (message) => complaints.push(`console: ${message.text()}`))
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
    page.on('request', (request) => {
      if (!allowed.test(request.url())) complaints.push(`request: ${request.url()}`)
    })
    return page
  }

  return {
    get folder() {
      return folder
    },
    blank,
    async open(document, options, fragment = '') {
      const file = join(folder, 'report.html')
      writeFileSync(file, renderHtml(document))
      const page = await blank(/^(file|data|blob):/, options)
      await page.goto(`${pathToFileURL(file)}${fragment}`)
      await page.waitForSelector('main')
      return page
    },
  }
}
