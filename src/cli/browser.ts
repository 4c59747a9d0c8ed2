import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { type Host, isCI } from './host.ts'

/** Shows a file in the user's browser and does not wait for it. Does nothing in CI; a machine without a browser is told. */
export function openInBrowser(host: Host, path: string): void {
  if (isCI(host)) return
  const [program, ...words] = openers[host.platform] ?? ['xdg-open']
  const child = spawn(program, [...words, pathToFileURL(path).href], { detached: true, stdio: 'ignore' })
  child.on('error', () => host.stderr.write(`No browser could be opened: ${program} does not start.\n`))
  child.unref()
}

const openers: Record<string, readonly [string, ...string[]]> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}
