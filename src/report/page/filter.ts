import type { Report, RouteEntry } from '../report.ts'
import { nameOf, routerName } from '../words.ts'

/** A filter that was typed: `method:POST state:dead size:>1MB flows -"old api"`. All terms must hold. */
export interface Filter {
  readonly accepts: (route: RouteEntry) => boolean
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

/** Reads a filter. Costs one walk over the text; `accepts` costs one comparison a term. */
export function filterOf(text: string, report: Report): Filter {
  const tests: Test[] = []
  const problems: string[] = []
  for (const [, minus, facet, quoted, plain] of text.matchAll(/(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi)) {
    const wanted = quoted ?? plain
    const test = facet === undefined ? textTest(wanted) : facetTest(facet.toLowerCase(), wanted, report)
    if (typeof test === 'string') problems.push(test)
    else tests.push(minus === '-' ? (route) => !test(route) : test)
  }
  return { accepts: (route) => tests.every((test) => test(route)), problems }
}

function textTest(wanted: string): Test {
  const low = wanted.toLowerCase()
  return (route) => nameOf(route).toLowerCase().includes(low) || (route.source ?? '').toLowerCase().includes(low)
}

function facetTest(facet: string, wanted: string, report: Report): Test | string {
  const anyOf = wanted.toLowerCase().split(',')
  switch (facet) {
    case 'method':
      return (route) => anyOf.includes(route.method.toLowerCase())
    case 'state':
      return (route) => anyOf.includes(route.state)
    case 'framework':
      return (route) => anyOf.some((one) => route.framework.toLowerCase().includes(one))
    case 'source':
      return (route) => (route.source ?? '').toLowerCase().includes(wanted.toLowerCase())
    case 'router': {
      const names = report.routers.map((router) => routerName(router).toLowerCase())
      return (route) => route.router !== null && anyOf.some((one) => names[route.router as number]?.startsWith(one))
    }
    case 'is':
      return isTest(wanted.toLowerCase())
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

function isTest(wanted: string): Test | string {
  if (wanted === 'twin') return (route) => route.twin !== null
  if (wanted === 'middleware') return (route) => route.middleware
  return 'After “is:” comes twin or middleware.'
}

function findingTest(wanted: string, report: Report): Test {
  const about = report.findings.filter((finding, index) => finding.code === wanted || String(index + 1) === wanted)
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
