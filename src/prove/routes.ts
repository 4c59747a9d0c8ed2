import type { Measured } from '../capture/inside/measure.ts'
import type { RoutesCheck } from './proof.ts'
import { type ProofRequest, readRequest } from './requests.ts'

type Routes = Measured['routes']

const textOf = ({ framework, method, path }: Routes[number]) => `${method} ${path} (${framework})`

/** The routes that the probes reported. HEAD routes may go where a remedy turns them off, if their GET route stays. */
export function compareRoutes(before: Routes, after: Routes, headRoutesGo: boolean): RoutesCheck {
  const left = new Map<string, number>()
  for (const route of after) left.set(textOf(route), (left.get(textOf(route)) ?? 0) + 1)
  // A route that answers with and without a slash at the end is reported once; its HEAD routes are two.
  const plain = (path: string) => path.replace(/\/$/, '')
  const gets = new Set(after.filter(({ method }) => method === 'GET').map(({ path }) => plain(path)))
  const missing: string[] = []
  let removed = 0
  for (const route of before) {
    const text = textOf(route)
    const count = left.get(text) ?? 0
    if (count > 0) left.set(text, count - 1)
    else if (headRoutesGo && route.method === 'HEAD' && gets.has(plain(route.path))) removed++
    else missing.push(text)
  }
  const added = [...left].flatMap(([text, count]) => Array.from({ length: count }, () => text))
  return { equal: missing.length === 0 && added.length === 0, count: before.length, removed, missing, added }
}

/** A GET for every GET route whose path has no parameter, each path once. */
export function plainGets(routes: Routes): ProofRequest[] {
  const paths = routes
    .filter(({ method, path }) => ['GET', 'ALL'].includes(method) && /^\/[\w\-./~%]*$/.test(path))
    .map(({ path }) => path)
  return [...new Set(paths)].map((path) => readRequest(`GET ${path}`))
}
