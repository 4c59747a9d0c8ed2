import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { renderHtml } from '../../src/report/html.ts'
import { fixtureReport } from './fixtures.ts'
import { pagesOfThisFile } from './pages.ts'

const pages = pagesOfThisFile()
let server: Server | undefined

afterEach(() => server?.close())

/** Serves one page under a policy, counts what is asked for, and gives the address. */
async function served(html: string, policy: string, asked: string[]): Promise<string> {
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    response.end(html)
  })
  await new Promise<void>((listening) => server!.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

test('over http under the policy that the page names itself, it is drawn, silent, and asks for nothing more', async () => {
  const html = renderHtml(fixtureReport(3_000))
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1]
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+' 'sha256-[^']+'; style-src 'sha256-/)
  const asked: string[] = []
  const address = await served(html, policy, asked)
  const page = await pages.blank(new RegExp(`^(${address}$|data:)`))
  await page.goto(address)
  await page.waitForSelector('#route-table tbody tr')
  await page.fill('#filter', 'state:dead')
  await page.click('.switch button >> text=treemap')
  await page.click('#route-table tbody tr:not(.gap)')
  await page.waitForSelector('#panel')
  expect(asked).toEqual(['/'])
})

for (const [missing, script] of [
  ['cannot inflate', 'delete globalThis.DecompressionStream'],
  ['does not run the program', 'HTMLBodyElement.prototype.append = () => {}'],
] as const) {
  test(`a browser that ${missing} shows why, the verdict and the largest routes`, async () => {
    const file = join(pages.folder, 'plain.html')
    writeFileSync(file, renderHtml(fixtureReport(80)))
    const page = await pages.blank(/^(file|data):/)
    await page.addInitScript(script)
    await page.goto(String(pathToFileURL(file)))
    await page.waitForSelector('#page [role=alert]')
    expect(await page.textContent('#page [role=alert]')).toContain('The interactive report cannot be shown')
    expect(await page.locator('#page main tr').count()).toBe(51)
  })
}
