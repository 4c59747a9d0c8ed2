import { coverage } from '../../../src/attribute/coverage.ts'
import type { Mark, RouteMark } from '../../../src/recognise/mark.ts'
import type { NodeIndex } from '../../../src/snapshot/snapshot.ts'
import { routeTexts } from '../../helpers/appHeap.ts'
import type { AppInHeap, Cannot, Says } from './runApp.ts'

/** What an app has to have, or to say why its framework has no such thing. */
export const featureNames = ['parameters', 'wildcard', 'all', 'constraints', 'nested', 'mounted', 'twice', 'late']

export const isCannot = (feature: string | Cannot | undefined): feature is Cannot =>
  typeof feature === 'object' && typeof feature.cannot === 'string'

/** Routes that the app says it has and the heap does not show, and the other way round, each as `live GET /a`. */
export function routeDifference({ says, facts }: AppInHeap): { missing: string[]; extra: string[] } {
  const found = routesOf(facts.marks).map((route) => `${facts.states.get(route)} ${textOf(route)}`)
  const expected = expectedStates(says)
  return { missing: without(expected, found), extra: without(found, expected) }
}

/** Of equal routes, as many are dead or shadowed as the app says. */
function expectedStates({ listed, dead = [], shadowed = [] }: Says): string[] {
  const others = [...dead.map((text) => `dead ${text}`), ...shadowed.map((text) => `shadowed ${text}`)]
  return [...without(listed, [...dead, ...shadowed]).map((text) => `live ${text}`), ...others]
}

/** Features that are neither in the heap as a live route nor excused. */
export function missingFeatures({ says, facts }: AppInHeap): string[] {
  const live = new Set(
    routesOf(facts.marks).flatMap((route) => (facts.states.get(route) === 'live' ? [textOf(route)] : [])),
  )
  return featureNames.flatMap((name) => {
    const feature = says.features?.[name]
    if (feature === undefined) return [`${name}: not a word about it`]
    return isCannot(feature) || live.has(feature) ? [] : [`${name}: no live route ${feature}`]
  })
}

/**
 * What is wrong with the reports of the probe: live routes that no anchor leads to, and reports whose anchors lead to no
 * route of their method and path, or that do not know where in the app the route was registered.
 */
export function probeMistakes(app: AppInHeap): string[] {
  const { facts, record, framework, probe } = app
  const routes = facts.marks.filter((mark) => mark.kind === 'route')
  const byNode = new Map<NodeIndex, RouteMark[]>()
  for (const route of routes)
    for (const node of new Set([...route.leading, ...route.handlers]))
      byNode.set(node, [...(byNode.get(node) ?? []), route])

  const reported = new Set<RouteMark>()
  const mistakes = record.routes
    .filter((report) => report.framework === framework && report.nodes.length > 0)
    .flatMap((report) => {
      const text = `${report.method} ${report.path}`
      const anchored = report.nodes.flatMap((node) => byNode.get(facts.heap.unbound(node)) ?? [])
      for (const route of anchored) reported.add(route)
      if (!anchored.some((route) => isSame(report, route)))
        return [`${text} is reported, and its anchors lead to ${anchored.map(textOf).join(', ') || 'nothing'}`]
      return report.source === null ? [`${text} is reported without the place of its registration`] : []
    })
  if (isCannot(probe)) return mistakes
  const silent = routesOf(facts.marks).filter((route) => facts.states.get(route) === 'live' && !reported.has(route))
  return [...mistakes, ...silent.map((route) => `${textOf(route)} is not reported`)]
}

/** A report is made while routers are put together: it may know only the end of the path, and one method of several. */
function isSame(report: { method: string; path: string | null }, { method, path }: RouteMark): boolean {
  const methods = method.split('|')
  if (method !== 'ALL' && !methods.includes(report.method.toUpperCase())) return false
  if (report.path === null || path === null) return report.path === path
  return path === report.path || path.endsWith(report.path === '/' ? '' : report.path)
}

const routesOf = (marks: readonly Mark[]): RouteMark[] =>
  marks.filter((mark): mark is RouteMark => mark.kind === 'route' && !mark.middleware)

const textOf = (route: RouteMark): string => routeTexts([route])[0]

/** What is left of a list, sorted, when one of each of the others is taken away. */
function without(list: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1)
  return list
    .filter((text) => {
      const count = left.get(text) ?? 0
      left.set(text, count - 1)
      return count <= 0
    })
    .sort()
}

/** What composition added and has neither an owner nor a category, as a part of all that it added. */
export function unexplainedPart({ facts: { heap, attribution, isNew } }: AppInHeap): number {
  const { addedBytes, unexplainedBytes } = coverage(heap, attribution, isNew!)
  return unexplainedBytes / addedBytes
}
