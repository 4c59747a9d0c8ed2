import type { Measured } from '../capture/inside/measure.ts'
import type { RoutesCheck } from './proof.ts'
import { type ProofRequest, readRequest } from './requests.ts'

type Routes = Measured['routes']

/** One method and path: how often it is there, and whose it is. */
interface Counted {
  readonly method: string
  readonly path: string
  readonly times: number
  readonly frameworks: readonly string[]
}

/**
 * The routes that the probes reported. HEAD routes may go where a remedy turns them off, if their GET route stays. What a
 * framework on top of another reports, the other one reports as well: that is one route.
 */
export function compareRoutes(before: Routes, after: Routes, headRoutesGo: boolean): RoutesCheck {
  const [was, is] = [counted(before), counted(after)]
  // A route that answers with and without a slash at the end is reported once; its HEAD routes are two.
  const plain = (path: string) => path.replace(/\/$/, '')
  const gets = new Set(after.filter(({ method }) => method === 'GET').map(({ path }) => plain(path)))
  const missing: string[] = []
  let removed = 0
  for (const [text, route] of was) {
    const gone = route.times - (is.get(text)?.times ?? 0)
    if (gone <= 0) continue
    if (headRoutesGo && route.method === 'HEAD' && gets.has(plain(route.path))) removed += gone
    else missing.push(...repeated(route, gone))
  }
  const added = [...is].flatMap(([text, route]) => repeated(route, route.times - (was.get(text)?.times ?? 0)))
  const count = [...was.values()].reduce((sum, { times }) => sum + times, 0)
  return { equal: missing.length === 0 && added.length === 0, count, removed, missing, added }
}

function counted(routes: Routes): Map<string, Counted> {
  const times = new Map<string, Map<string, number>>()
  for (const { framework, method, path } of routes) {
    const text = `${method} ${path}`
    const of = times.get(text) ?? new Map<string, number>()
    times.set(text, of.set(framework, (of.get(framework) ?? 0) + 1))
  }
  return new Map(
    [...times].map(([text, of]) => {
      const [method] = text.split(' ', 1)
      const path = text.slice(method.length + 1)
      return [text, { method, path, times: Math.max(...of.values()), frameworks: [...of.keys()] }]
    }),
  )
}

const repeated = ({ method, path, frameworks }: Counted, times: number): string[] =>
  Array.from({ length: Math.max(0, times) }, () => `${method} ${path} (${frameworks.join(', ')})`)

/** A GET for every GET route whose path has no parameter, each path once. */
export function plainGets(routes: Routes): ProofRequest[] {
  const paths = routes
    .filter(({ method, path }) => ['GET', 'ALL'].includes(method) && /^\/[\w\-./~%]*$/.test(path))
    .map(({ path }) => path)
  return [...new Set(paths)].map((path) => readRequest(`GET ${path}`))
}
