import { isDeepStrictEqual } from 'node:util'
import { countOf, formatCount } from '../report/bytes.ts'
import type { Parts, Report } from '../report/report.ts'
import type { DeltaEntry, Difference } from './difference.ts'
import { compare, type Side } from './sides.ts'

/**
 * Two reports side by side: b - a, per route, validator, finding and category. Largest change first, then by key.
 *
 * Routes and validators are matched by node id when both reports are snapshots of one process, by key otherwise; the
 * result says which. Exact in both cases: nothing is estimated, what exists on one side only is added or removed.
 * Linear in the number of entries, apart from the sorting.
 */
export function difference(a: Report, b: Report, aName: string, bName: string): Difference {
  const agreement = identityAgreement(a, b)
  const byNode = isOneProcess(a, b, agreement)
  const entries = compare(routes(a, byNode), routes(b, byNode))
  return {
    schema: 'routeheap/diff@1',
    tool: b.tool,
    a: aName,
    b: bName,
    matchedBy: byNode ? 'node id' : 'route key',
    totals: compare(totals(a), totals(b)),
    routes: entries,
    validators: compare(validators(a, byNode), validators(b, byNode)),
    findings: compare(findings(a), findings(b)),
    categories: compare(categories(a), categories(b)),
    notes: notes(a, b, byNode, agreement, entries),
  }
}

/** How many routes of the smaller report have the same key and the same node id in the other one. */
interface Agreement {
  readonly equal: number
  readonly of: number
}

function identityAgreement(a: Report, b: Report): Agreement {
  const idOf = new Map(a.routes.map((route) => [route.key, route.nodeId]))
  const equal = b.routes.filter((route) => idOf.get(route.key) === route.nodeId).length
  return { equal, of: Math.min(a.routes.length, b.routes.length) }
}

/**
 * V8 numbers objects once and for a lifetime, so two snapshots of one process agree on nearly every route. Two boots
 * of one build can agree as well; then both ways of matching give the same result.
 */
function isOneProcess(a: Report, b: Report, { equal, of }: Agreement): boolean {
  const snapshots = a.subject.kind === 'snapshot' && b.subject.kind === 'snapshot'
  return snapshots && of > 0 && equal >= of * 0.9
}

function totals({ totals: t }: Report): Side[] {
  return [
    { id: 'reachable', key: 'reachable', bytes: t.reachableBytes, count: null },
    { id: 'routes', key: 'routes', bytes: t.routeBytes, count: t.routes },
    { id: 'routers', key: 'routers', bytes: t.routerBytes, count: null },
    { id: 'validators', key: 'validators outside routes', bytes: t.validatorBytes, count: null },
    { id: 'registries', key: 'registries', bytes: t.registryBytes, count: null },
    { id: 'tool', key: 'routeheap itself', bytes: t.toolBytes, count: null },
    { id: 'background', key: 'background', bytes: t.backgroundBytes, count: null },
    { id: 'reclaimable', key: 'reclaimable', bytes: t.reclaimableBytes, count: null },
  ]
}

function routes(report: Report, byNode: boolean): Side[] {
  return report.routes.map(({ key, nodeId, shareBytes }) => ({
    id: byNode ? String(nodeId) : key,
    key,
    bytes: shareBytes,
    count: 1,
  }))
}

/** Without node ids, validators of equal description are one entry with a count: the heap gives them no other name. */
function validators(report: Report, byNode: boolean): Side[] {
  return report.validators.map((validator) => {
    const { library, kind, part, key, routes, shareBytes, nodeId } = validator
    const place = key ?? routes[0] ?? ''
    const name = [library, kind, part ?? '', place].filter((word) => word !== '').join(' ')
    return byNode
      ? { id: String(nodeId), key: `${name} @${nodeId}`, bytes: shareBytes, count: 1 }
      : { id: name, key: name, bytes: shareBytes, count: 1 }
  })
}

function findings(report: Report): Side[] {
  return report.findings.map(({ code, savingBytes, count }) => ({ id: code, key: code, bytes: savingBytes, count }))
}

const partNames: Record<keyof Parts, string> = {
  routeObjects: 'route objects',
  routerStructure: 'router structure',
  handlers: 'handlers',
  schemas: 'schemas',
  validators: 'validators',
  serializers: 'serializers',
  sourceText: 'source text',
  bytecode: 'bytecode',
}

/** The parts of all routes, and what no route owns. */
function categories(report: Report): Side[] {
  const parts = Object.entries(partNames) as [keyof Parts, string][]
  return [
    ...parts.map(([part, key]) => ({ id: part, key, bytes: report.parts[part], count: null })),
    { id: 'background', key: 'background', bytes: report.totals.backgroundBytes, count: null },
  ]
}

/** How they were matched, and why. Nothing but routes tells processes apart: no document names the one that it is of. */
function matchedWords(a: Report, b: Report, byNode: boolean, { equal, of }: Agreement): string {
  const without = [a, b].flatMap(({ routes }, side) => (routes.length === 0 ? ['ab'[side]] : []))
  if (without.length > 0) {
    const sides = without.length === 1 ? `${without[0]} has no routes` : 'neither a nor b has routes'
    return `Matched by route key: ${sides}, so nothing shows whether both come from one process.`
  }
  const matched = `${formatCount(equal)} of ${countOf(of, 'route')} ${of === 1 ? 'has' : 'have'} the same key and the same node id on both sides`
  return byNode
    ? `Matched by node id: ${matched}, so both snapshots come from one process.`
    : `Matched by route key: ${matched}, which does not show that both come from one process.`
}

/** Of two apps rather than of one before and after: hardly a route is in both. What a file is called says nothing alone. */
function strangerWords(a: Report, b: Report, entries: readonly DeltaEntry[]): string[] {
  const fewer = Math.min(a.routes.length, b.routes.length)
  const isFile = a.subject.kind === 'snapshot' || b.subject.kind === 'snapshot'
  const nothingToShare = fewer === 0 && (isFile || a.routes.length === b.routes.length)
  const both = entries.filter(({ aBytes, bBytes }) => aBytes !== null && bBytes !== null).length
  if (a.subject.name === b.subject.name || nothingToShare || both > fewer * hardly) return []
  const shared = both === 0 ? 'no route' : `only ${countOf(both, 'route')}`
  const are = both > 1 ? 'are' : 'is'
  return [
    `a is of ${a.subject.name}, b of ${b.subject.name}, and ${shared} ${are} in both: these look like two different apps.`,
  ]
}

const hardly = 0.1

function notes(a: Report, b: Report, byNode: boolean, agreement: Agreement, entries: readonly DeltaEntry[]): string[] {
  if (isDeepStrictEqual(a, b)) return ['The two documents are equal: nothing in b differs from a.']
  const lines = [matchedWords(a, b, byNode, agreement), ...strangerWords(a, b, entries)]
  if (
    a.subject.nodeVersion !== null &&
    b.subject.nodeVersion !== null &&
    a.subject.nodeVersion !== b.subject.nodeVersion
  )
    lines.push(
      `a ran on Node ${a.subject.nodeVersion}, b on Node ${b.subject.nodeVersion}: objects of equal content differ in size between versions of V8.`,
    )
  if (a.policy !== b.policy) lines.push('The two reports count different edges as keeping memory alive.')
  if ((a.subject.kind === 'snapshot') !== (b.subject.kind === 'snapshot'))
    lines.push('One side was read from a file and the other one booted: what ran before differs.')
  return lines
}
