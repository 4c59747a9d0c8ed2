import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One version of one framework: a folder with an app.mjs. */
export interface App {
  /** `fastify/5`. */
  readonly name: string
  readonly folder: string
  /** Majors of Node that it runs on, as `engines` in its package.json says. */
  readonly nodes: readonly number[]
  /** Its packages as `fastify 5.12.8`, the framework first. */
  readonly packages: readonly string[]
}

const root = join(import.meta.dirname, 'apps')
const supportedNodes = [20, 22, 24, 26]

/** All apps, by name. A folder is one as soon as it has an app.mjs. */
export const apps: readonly App[] = readdirSync(root)
  .sort()
  .flatMap((framework) =>
    readdirSync(join(root, framework), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(root, framework, entry.name, 'app.mjs')))
      .map(({ name }) => app(framework, name))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  )

function app(framework: string, version: string): App {
  const folder = join(root, framework, version)
  const { dependencies = {}, engines = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
    engines?: { node?: string }
  }
  const range = /^>=(\d+)(?: <(\d+))?$/.exec(engines.node ?? '>=0')
  if (range === null) throw new Error(`${folder}: engines.node is to be like '>=22' or '>=20 <24'.`)
  const [from, below] = [Number(range[1]), Number(range[2] ?? Number.POSITIVE_INFINITY)]
  return {
    name: `${framework}/${version}`,
    folder,
    nodes: supportedNodes.filter((major) => major >= from && major < below),
    packages: Object.entries(dependencies).map(([name, range]) => `${name} ${range}`),
  }
}
