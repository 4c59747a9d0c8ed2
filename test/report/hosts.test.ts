import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { renderHtml, renderHtmlFiles } from '../../src/report/html.ts'
import { fixtureReport } from './fixtures.ts'
import { pagesOfThisFile } from './pages.ts'

const pages = pagesOfThisFile()
let server: Server | undefined

afterEach(() => server?.close())

/** Serves a page, and files beside it, under a policy, notes what is asked for, and gives the address. */
async function served(
  html: string,
  policy: string,
  asked: string[],
  files: ReadonlyMap<string, string> = new Map(),
): Promise<string> {
  server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    asked.push(path)
    const kind = { '.js': 'text/javascript', '.css': 'text/css' }[extname(path)] ?? 'text/html'
    response.writeHead(200, { 'content-type': `${kind}; charset=utf-8`, 'content-security-policy': policy })
    response.end(files.get(path) ?? html)
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

test('with its code in files beside it, it is drawn where inline code is forbidden, and from a file', async () => {
  const report = fixtureReport(3_000)
  const files = renderHtmlFiles(report, `a'b & "c"`)
  expect(files.map(({ name }) => name.slice(name.indexOf('.')))).toEqual(['.routeheap.js', '.routeheap.css', '.html'])
  for (const { name, text } of files) writeFileSync(join(pages.folder, name), text)
  const asked: string[] = []
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:"
  const address = await served(files[2].text, policy, asked, new Map(files.map(({ name, text }) => [`/${name}`, text])))
  for (const start of [address, String(pathToFileURL(join(pages.folder, files[2].name)))]) {
    const page = await pages.blank(/^(http:\/\/127\.0\.0\.1:\d+\/|file:|data:)/)
    await page.goto(start)
    await page.waitForSelector('#route-table tbody tr')
    expect(await page.evaluate(() => document.querySelector('#page .waits'))).toBeNull()
    await page.fill('#filter', 'state:dead')
    await page.click('#route-table tbody tr:not(.gap)')
    await page.waitForSelector('#panel')
    expect(await page.$eval('#routes .scroller', (box) => getComputedStyle(box).overflow)).toBe('auto')
  }
  expect(asked.sort()).toEqual(['/', `/${files[1].name}`, `/${files[0].name}`].sort())
  expect(renderHtmlFiles(report, 'x')).toEqual(renderHtmlFiles(report, 'x'))
})

test('where a host forbids inline code, a report that has it says what to do', async () => {
  const address = await served(renderHtml(fixtureReport(10)), "default-src 'self'", [])
  const page = await (await pages.blank(/^/)).context().browser()!.newPage()
  await page.goto(address)
  expect(await page.locator('#page').innerText()).toContain('--report-assets external')
  await page.close()
})
