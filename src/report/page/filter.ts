import type { Report, RouteEntry } from '../report.ts'
import { routerName } from '../words.ts'

/** A filter that was typed: `method:POST state:dead size:>1MB flows -"old api"`. All terms must hold. */
export interface Filter {
  readonly accepts: (route: RouteEntry) => boolean
  /** Null where all terms hold; the facet of those that fail where it is one, empty for words; else `several`. */
  readonly failing: (route: RouteEntry) => string | null
  /** Terms that make no sense, each with the reason; they filter nothing. */
  readonly problems: readonly string[]
}

type Test = (route: RouteEntry) => boolean

/** The facets of the route table and what each compares. */
export const facets = {
  method: 'method:GET,HEAD',
  state: 'state:dead',
  size: 'size:>1MB',
  exclusive: 'exclusive:>100kB',
  shared: 'shared:>1MB',
  validators: 'validators:>1',
  framework: 'framework:koa',
  router: 'router:/v1',
  source: 'source:src/flows',
  finding: 'finding:1',
  is: 'is:twin',
} as const

const term = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi

/** Reads a filter. Costs one walk over the text; `accepts` costs one comparison a term. */
export function filterOf(text: string, report: Report): Filter {
  const tests: { readonly facet: string; readonly holds: Test }[] = []
  const problems: string[] = []
  for (const [, minus, name = '', quoted, plain] of text.matchAll(term)) {
    const [facet, wanted] = [name.toLowerCase(), quoted ?? plain]
    const test = facet === '' ? textTest(wanted) : facetTest(facet, wanted, report)
    if (typeof test === 'string') problems.push(test)
    else tests.push({ facet, holds: minus === '-' ? (route) => !test(route) : test })
  }
  const failing: Filter['failing'] = (route) => {
    let found: string | null = null
    for (const { facet, holds } of tests) {
      if (facet === found || holds(route)) continue
      if (found !== null) return 'several'
      found = facet
    }
    return found
  }
  return { accepts: (route) => failing(route) === null, failing, problems }
}

/** The values of a facet that a filter asks for, in lower case: `get`, `head` of `method:GET,HEAD`. */
export function valuesAsked(text: string, facet: string): string[] {
  for (const [, minus, name, quoted, plain] of text.matchAll(term)) {
    if (minus === '' && name?.toLowerCase() === facet) return (quoted ?? plain).toLowerCase().split(',')
  }
  return []
}

/** The filter with a value of a facet asked for besides, or no more if it was. Terms of other facets stay as they are. */
export function toggled(text: string, facet: string, value: string): string {
  const before = valuesAsked(text, facet)
  const low = value.toLowerCase()
  const after = before.includes(low) ? before.filter((each) => each !== low) : [...before, low]
  const asked = (after.length > 1 ? after : after.map((each) => (each === low ? value : each))).join(',')
  const terms = [...text.matchAll(term)].map(([whole, minus, name]) => ({
    whole,
    ours: minus === '' && name?.toLowerCase() === facet,
  }))
  const at = terms.findIndex(({ ours }) => ours)
  const kept = terms.map(({ whole }) => whole)
  if (asked === '') kept.splice(at, 1)
  else kept.splice(at < 0 ? kept.length : at, at < 0 ? 0 : 1, `${facet}:${asked}`)
  return kept.join(' ')
}

/** By an expression, which reads a text in any case without making another one: 20,000 routes at every letter. */
function textTest(wanted: string): Test {
  const asked = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i')
  return (route) => asked.test(route.key) || (route.source !== null && asked.test(route.source))
}

function facetTest(facet: string, wanted: string, report: Report): Test | string {
  const anyOf = wanted.toLowerCase().split(',')
  switch (facet) {
    case 'method':
      return (route) => anyOf.includes(route.method.toLowerCase())
    case 'state':
      return (route) => anyOf.includes(route.state)
    case 'framework':
      return frameworkTest(anyOf, report)
    case 'source':
      return (route) => (route.source ?? '').toLowerCase().includes(wanted.toLowerCase())
    case 'router': {
      const names = report.routers.map((router) => routerName(router).toLowerCase())
      return (route) => route.router !== null && anyOf.some((one) => names[route.router as number]?.startsWith(one))
    }
    case 'is':
      return isTest(anyOf)
    case 'finding':
      return findingTest(wanted, report)
    case 'size':
    case 'share':
      return sizeTest(wanted, (route) => route.shareBytes)
    case 'exclusive':
      return sizeTest(wanted, (route) => route.exclusiveBytes)
    case 'shared':
      return sizeTest(wanted, (route) => route.sharedBytes)
    case 'validators':
      return sizeTest(wanted, (route) => route.validators.length)
    default:
      return `There is no “${facet}:”; known are ${Object.keys(facets).join(', ')}.`
  }
}

/** A framework that is named in full is meant alone; else part of a name will do. */
function frameworkTest(anyOf: readonly string[], report: Report): Test {
  const names = [...new Set(report.routes.map(({ framework }) => framework))]
  const meant = (one: string) => {
    const exact = names.filter((name) => name.toLowerCase() === one)
    return exact.length > 0 ? exact : names.filter((name) => name.toLowerCase().includes(one))
  }
  const asked = new Set(anyOf.flatMap(meant))
  return (route) => asked.has(route.framework)
}

function isTest(anyOf: readonly string[]): Test | string {
  if (anyOf.some((one) => one !== 'twin' && one !== 'middleware')) return 'After “is:” comes twin or middleware.'
  const [twin, middleware] = [anyOf.includes('twin'), anyOf.includes('middleware')]
  return (route) => (twin && route.twin !== null) || (middleware && route.middleware)
}

function findingTest(wanted: string, report: Report): Test {
  const asked = wanted.split(',')
  const about = report.findings.filter(({ code }, index) => asked.includes(code) || asked.includes(String(index + 1)))
  const keys = new Set(about.flatMap((finding) => finding.routes))
  return (route) => keys.has(route.key)
}

const factors: Record<string, number> = { '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9 }

function sizeTest(wanted: string, sizeOf: (route: RouteEntry) => number): Test | string {
  const parsed = /^(>=|<=|>|<|=)?(\d+(?:\.\d+)?)(b|kb|mb|gb)?$/i.exec(wanted)
  if (parsed === null) return `“${wanted}” is no size; write for example >1MB or <=500.`
  const limit = Number(parsed[2]) * factors[(parsed[3] ?? '').toLowerCase()]
  switch (parsed[1] ?? '>=') {
    case '>':
      return (route) => sizeOf(route) > limit
    case '<':
      return (route) => sizeOf(route) < limit
    case '<=':
      return (route) => sizeOf(route) <= limit
    case '=':
      return (route) => sizeOf(route) === limit
    default:
      return (route) => sizeOf(route) >= limit
  }
}
