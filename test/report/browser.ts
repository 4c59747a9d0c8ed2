import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as driver } from 'playwright-core'

const root = fileURLToPath(new URL('../..', import.meta.url))
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage']

/** Starts an installed Chromium, else the one from the npm package. No browser is a failure that says what to do. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = installed() ?? (await packaged())
  try {
    return await driver.launch({ executablePath, args, headless: true })
  } catch (cause) {
    throw new Error(
      `No browser: ${executablePath} does not start. Set CHROMIUM_PATH to a Chromium or Chrome that does, ` +
        'or install one (apt-get install chromium); see the log below for what it misses.',
      { cause },
    )
  }
}

function installed(): string | undefined {
  const { CHROMIUM_PATH } = process.env
  if (CHROMIUM_PATH !== undefined) {
    if (!existsSync(CHROMIUM_PATH))
      throw new Error(`No browser: CHROMIUM_PATH is ${CHROMIUM_PATH}, which is not there.`)
    return CHROMIUM_PATH
  }
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The packaged browser unpacks itself into the temporary folder, which two test files at once could catch half done.
 * So it is unpacked into a folder of its own, which then moves to its place in one step.
 */
async function packaged(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'))
  const home = join(root, 'node_modules/.cache/chromium', version)
  const path = join(home, 'chromium')
  if (existsSync(path)) return path
  mkdirSync(dirname(home), { recursive: true })
  const aside = mkdtempSync(join(dirname(home), 'unpacking-'))
  const { TMPDIR } = process.env
  try {
    process.env.TMPDIR = aside
    await chromium.executablePath()
    if (!existsSync(home)) renameSync(aside, home)
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    rmSync(aside, { recursive: true, force: true })
  }
  return path
}
