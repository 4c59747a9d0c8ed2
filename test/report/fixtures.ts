import type { DeltaEntry, Difference } from '../../src/diff/difference.ts'
import type {
  DuplicateTree,
  EqualSchemas,
  FindingEntry,
  Parts,
  PathStep,
  Report,
  RouteEntry,
  RouterEntry,
  ValidatorEntry,
} from '../../src/report/report.ts'
import { fixtureComparison, fixtureProof } from './measurements.ts'

/** A seeded generator of integers in [0, below): documents are the same on every run. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const things = ['flow-runs', 'flows', 'deployments', 'work-pools', 'artifacts', 'variables', 'events', 'logs', 'blocks']
const verbs = ['filter', 'count', 'history', 'paginate', ':id', ':id/state', ':id/schedules/:scheduleId', '']
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH']

const noParts: Parts = {
  routeObjects: 0,
  routerStructure: 0,
  handlers: 0,
  schemas: 0,
  validators: 0,
  serializers: 0,
  sourceText: 0,
  bytecode: 0,
}

const sumOf = (parts: Parts) => Object.values(parts).reduce((sum, bytes) => sum + bytes, 0)

function step(name: string, edge: string, nodeId: number, more: Partial<PathStep> = {}): PathStep {
  return { edge, edgeType: 'property', name, nodeType: 'object', nodeId, source: null, ...more }
}

const pathOfDeadRouter: PathStep[] = [
  step('ModuleWrap', '', 11277, { edgeType: 'loader', source: 'src/routes/index.ts' }),
  step('system / Context', 'context', 11903, { edgeType: 'internal', nodeType: 'closure' }),
  step('Router', 'apiRouter', 40211, { edgeType: 'context', source: 'src/routes/index.ts:3:14' }),
]

/** An application of `count` routes: four routers, one of them dead, validators that repeat, GET routes with HEAD twins. */
export function fixtureReport(count: number, seed = 1): Report {
  const roll = dice(seed)
  const routers: RouterEntry[] = ['/v1', '/v2', '/admin', null].map((prefix, index) => ({
    framework: index === 3 ? 'koa-router' : 'fastify',
    prefix,
    state: index === 3 ? 'dead' : 'live',
    routes: 0,
    exclusiveBytes: 8_000 + roll(9_000),
    sharedBytes: 2_000,
    shareBytes: 9_000 + roll(9_000),
    nodeId: 40_001 + index * 70,
    source: `src/routes/${['v1', 'v2', 'admin', 'index'][index]}.ts:3:14`,
    retainingPath: index === 3 ? pathOfDeadRouter : null,
  }))

  const validators: ValidatorEntry[] = []
  const routes: RouteEntry[] = []
  const seen = new Map<string, number>()
  for (let index = 0; index < count; index++) {
    const method = methods[roll(methods.length)]
    const router = index % 4
    const prefix = routers[router].prefix ?? '/legacy'
    const group = index < 400 ? '' : `/tenants-${index % 97}`
    const path = `${prefix}${group}/${things[roll(things.length)]}/${verbs[roll(verbs.length)]}`.replace(/\/$/, '')
    const repeat = (seen.get(`${method} ${path}`) ?? 0) + 1
    seen.set(`${method} ${path}`, repeat)
    const key = `${method} ${path}${repeat === 1 ? '' : ` #${repeat}`}`
    const heavy = roll(40) === 0 ? 12 : 1
    const parts: Parts = {
      routeObjects: 700 + roll(900),
      routerStructure: 200 + roll(500),
      handlers: 400 + roll(6_000),
      schemas: heavy * (900 + roll(4_000)),
      validators: method === 'GET' ? 0 : heavy * (9_000 + roll(40_000)),
      serializers: heavy * roll(16_000),
      sourceText: roll(9_000),
      bytecode: roll(7_000),
    }
    const held: number[] = []
    if (parts.validators > 0) {
      held.push(validators.length)
      validators.push({
        kind: 'validator',
        library: 'ajv',
        key: roll(3) === 0 ? null : ['Filter', 'Flow', 'Sort', 'https://example.test/schemas/Event'][roll(4)],
        part: ['body', 'querystring', 'params', 'headers'][roll(4)],
        exclusiveBytes: Math.round(parts.validators * 0.9),
        shareBytes: parts.validators,
        sourceBytes: 1_000 + roll(30_000),
        parts: { sourceText: 0, code: 0, schema: 0, closure: parts.validators },
        routes: [key],
        group: roll(2) === 0 ? roll(9) : null,
        nodeId: 900_001 + index * 2,
      })
    }
    const shareBytes = sumOf(parts)
    const exclusiveBytes = Math.round(shareBytes * (0.6 + roll(35) / 100))
    routes.push({
      key,
      method,
      path,
      framework: router === 3 ? 'koa-router' : 'fastify',
      state: router === 3 ? 'dead' : roll(60) === 0 ? 'shadowed' : 'live',
      reached: router !== 3,
      exclusiveBytes,
      sharedBytes: (shareBytes - exclusiveBytes) * (2 + roll(5)),
      shareBytes,
      parts,
      source: roll(20) === 0 ? null : `src/routes/${things[index % things.length]}.ts:${10 + roll(300)}:3`,
      router,
      validators: held,
      handler: index % 5 === 0 ? null : index % 45,
      nodeId: 50_001 + index * 2,
      retainingPath: index % 3 === 0 ? [...pathOfDeadRouter, step('Context', 'store', 50_001 + index * 2)] : null,
      sharedWith:
        index % 3 === 0
          ? [
              {
                bytes: 1_200,
                owners: 9,
                others: [
                  { kind: 'route', index: 0 },
                  { kind: 'router', index: 1 },
                ],
              },
            ]
          : null,
      middleware: roll(80) === 0,
      twin: method === 'HEAD' ? 'head' : null,
    })
    routers[router] = { ...routers[router], routes: routers[router].routes + 1 }
  }
  return assembled(routes, routers, validators)
}

function byShare(a: { shareBytes: number }, b: { shareBytes: number }): number {
  return b.shareBytes - a.shareBytes
}

/** Puts a document together whose totals add up. */
export function assembled(
  routes: readonly RouteEntry[],
  routers: readonly RouterEntry[] = [],
  validators: readonly ValidatorEntry[] = [],
): Report {
  const routeBytes = routes.reduce((sum, route) => sum + route.shareBytes, 0)
  const routerBytes = routers.reduce((sum, router) => sum + router.shareBytes, 0)
  const parts = { ...noParts }
  for (const route of routes) {
    for (const name of Object.keys(parts) as (keyof Parts)[]) parts[name] += route.parts[name]
  }
  const dead = routes.filter((route) => route.state === 'dead')
  const counted = routes.filter((route) => !route.middleware)
  const inState = (state: string) => counted.filter((route) => route.state === state).length
  const twins = routes.filter((route) => route.twin === 'head')
  const largestFirst = [...validators].sort(byShare)
  const placeOf = new Map(largestFirst.map((validator, place) => [validator, place]))
  const sorted = [...routes]
    .sort(byShare)
    .map((route) => ({ ...route, validators: route.validators.map((at) => placeOf.get(validators[at])!) }))
  const findings = findingsOf(dead, twins, validators)
  const registryBytes = routes.length === 0 ? 0 : 81_200
  const validatorBytes = routes.length === 0 ? 0 : 12_040
  const toolBytes = 310_400
  const backgroundBytes = 18_400_000
  const ownedBytes = routeBytes + routerBytes + validatorBytes + registryBytes + toolBytes
  const reachableBytes = ownedBytes + backgroundBytes
  const declared = backgroundBytes + 900_000
  return {
    schema: 'routeheap/report@1',
    tool: { name: 'routeheap', version: '0.1.0' },
    subject: {
      kind: 'app',
      name: './src/app.ts',
      nodeVersion: 'v20.20.2',
      v8Version: '11.3.244.8-node.38',
      platform: 'linux',
      arch: 'x64',
      frameworks: [
        { name: 'fastify', version: '5.12.8', routes: routes.length - dead.length },
        { name: 'koa-router', version: null, routes: dead.length },
      ],
    },
    policy:
      'strong edges as in Chrome DevTools: no weak edges, shortcuts from the root only, ephemeron values with keys',
    totals: {
      reachableBytes,
      ownedBytes,
      backgroundBytes,
      toolBytes,
      routeBytes,
      routerBytes,
      validatorBytes,
      registryBytes,
      retainedBytes: routeBytes + routerBytes + validatorBytes + registryBytes,
      unreachableBytes: 1_224,
      reclaimableBytes: findings.reduce((sum, finding) => sum + finding.savingBytes, 0),
      routes: counted.length,
      liveRoutes: inState('live'),
      deadRoutes: inState('dead'),
      shadowedRoutes: inState('shadowed'),
      unknownRoutes: 0,
      addedBytes: reachableBytes - declared,
    },
    phases: [
      phase('start', 6_100_000, 61_000, 412, false),
      phase('declared', declared, 212_000, 1_904, true),
      phase('composed', reachableBytes, 298_000 + routes.length * 90, 3_377, false),
    ],
    routes: sorted,
    routers,
    validators: largestFirst,
    schemas: schemasOf(sorted),
    registries:
      routes.length === 0
        ? []
        : [
            {
              library: 'ajv',
              name: '_cache',
              exclusiveBytes: 60_000,
              shareBytes: 61_200,
              keyBytes: 40_100,
              nodeId: 7001,
            },
            { library: 'ajv', name: 'schemas', exclusiveBytes: 19_000, shareBytes: 20_000, keyBytes: 0, nodeId: 7003 },
          ],
    findings,
    parts,
    coverage:
      routes.length === 0
        ? null
        : {
            addedBytes: 1_200_000,
            ownedBytes: 500_000,
            categories: {
              sourceText: 300_000,
              compiledCode: 200_000,
              hiddenClasses: 50_000,
              moduleObjects: 120_000,
              runtime: 29_000,
            },
            packages: [
              { name: 'ajv', bytes: 300_000 },
              { name: '<b>evil</b>\u202e', bytes: 20_000 },
            ],
            unexplainedBytes: 1_000,
          },
    unattributed:
      routes.length === 0
        ? []
        : [
            { name: '(closure)', count: 4_021, bytes: 257_344 },
            { name: 'Object', count: 3_200, bytes: 179_200 },
            { name: '(code)', count: 911, bytes: 148_020 },
          ],
    holders: dead.length === 0 ? [] : [{ name: 'apiRouter', source: 'src/routes/index.ts:3:14', frame: frameOfHolder }],
    duplicates: duplicatesOf(sorted, findings),
    repository: { url: 'https://example.test/shop', commit: null, folder: '' },
    notes: ['The declared snapshot was taken inside a composition call: locals of the caller are still on the stack.'],
    proof: null,
    floor: null,
  }
}

/** A schema that six routes hold copies of, and one that two do. */
function schemasOf({ length }: readonly RouteEntry[]): EqualSchemas[] {
  if (length < 6) return []
  return [
    { library: 'json schema', key: 'Filter', count: 6, nodeIds: [81, 83, 85, 87, 89, 91], routes: [0, 1, 2, 3, 4, 5] },
    { library: 'zod', key: null, count: 2, nodeIds: [93, 95], routes: [0, 4] },
  ]
}

function phase(
  name: 'start' | 'declared' | 'composed',
  bytes: number,
  nodeCount: number,
  atMs: number,
  insideComposition: boolean,
): Report['phases'][number] {
  return {
    name,
    heapUsedBytes: bytes + 212_000,
    externalBytes: 1_900_000,
    rssBytes: bytes * 2 + 41_000_000,
    snapshotBytes: bytes,
    nodeCount,
    edgeCount: nodeCount * 4,
    atMs,
    insideComposition,
  }
}

const frameOfHolder = {
  file: 'src/routes/index.ts',
  first: 2,
  line: 3,
  lines: ['', "export const apiRouter = new Router({ prefix: '/legacy' })", 'apiRouter.get(flows)'],
}

/** The dead tree beside the live one, route by route where the fixture has as many. */
function duplicatesOf(sorted: readonly RouteEntry[], findings: readonly FindingEntry[]): DuplicateTree[] {
  const indicesOf = (state: string) => sorted.flatMap((route, index) => (route.state === state ? [index] : []))
  const [dead, live] = [indicesOf('dead'), indicesOf('live')]
  if (dead.length === 0) return []
  return [
    {
      kind: 'dead',
      finding: findings.findIndex(({ code }) => code === 'dead-route-tree'),
      router: 3,
      prefix: '/legacy',
      otherPrefix: '/v1',
      alike: 1,
      routes: dead,
      others: dead.map((_, at) => live[at] ?? null),
      bytes: dead.reduce((sum, index) => sum + sorted[index].shareBytes, 0),
      holder: 0,
    },
  ]
}

function findingsOf(
  dead: readonly RouteEntry[],
  twins: readonly RouteEntry[],
  validators: readonly ValidatorEntry[],
): FindingEntry[] {
  const findings: FindingEntry[] = []
  if (dead.length > 0) {
    findings.push({
      code: 'dead-route-tree',
      severity: 'error',
      title: 'A router is mounted by copy; its original is never dispatched to',
      count: dead.length,
      savingBytes: dead.reduce((sum, route) => sum + route.exclusiveBytes, 0),
      cachedBytes: 0,
      routes: dead.map((route) => route.key),
      remedy: 'Build the router inside a function and mount what it returns, so that nothing keeps the original.',
      why: [
        `${dead.length} routes were cloned into the parent by router.routes()`,
        'the original is kept by `apiRouter`, a binding of module src/routes/index.ts',
      ],
      source: 'src/routes/index.ts:3:14',
      frame: frameOfHolder,
      holders: [0],
      diff: null,
      evidence: [40_211, 50_007, 50_015, 50_023],
      retainingPath: pathOfDeadRouter,
    })
  }
  const repeated = validators.filter((validator) => validator.group === 1)
  if (repeated.length > 1) {
    findings.push({
      code: 'repeated-validator',
      severity: 'warning',
      title: 'One schema is compiled again for every route that uses it',
      count: repeated.length - 1,
      savingBytes: repeated.slice(1).reduce((sum, validator) => sum + validator.exclusiveBytes, 0),
      cachedBytes: 0,
      routes: repeated.flatMap((validator) => validator.routes),
      remedy: 'Register the schema once with addSchema and refer to it by $ref, or share a compiler cache.',
      why: [`${repeated.length} validators have equal generated code`, 'fastify compiles headers per route'],
      source: 'src/app.ts:12:3',
      frame: null,
      holders: [],
      diff: '--- a/src/app.ts\n+++ b/src/app.ts\n@@ -1,1 +1,1 @@\n-const app = fastify()\n+const app = fastify(sharedCompilers())\n',
      evidence: repeated.slice(0, 4).map((validator) => validator.nodeId),
      retainingPath: null,
    })
  }
  if (twins.length > 0) {
    findings.push({
      code: 'head-twin',
      severity: 'note',
      title: 'Every GET route has a HEAD twin of its own',
      count: twins.length,
      savingBytes: twins.reduce((sum, route) => sum + Math.round(route.exclusiveBytes / 9), 0),
      cachedBytes: twins.length * 4_096,
      routes: twins.map((route) => route.key),
      remedy: 'Fastify({ exposeHeadRoutes: false }) if no client sends HEAD.',
      why: ['exposeHeadRoutes defaults to true since fastify 4'],
      source: null,
      frame: null,
      holders: [],
      diff: null,
      evidence: twins.slice(0, 3).map((route) => route.nodeId),
      retainingPath: null,
    })
  }
  return findings
}

/** Names that try to break out of where they are printed. */
export const hostileNames = [
  '/</script><script>globalThis.pwned=1</script>',
  '/<img src=x onerror="globalThis.pwned=1">',
  '/"><svg onload=globalThis.pwned=1>',
  '/\u202egnp.exe\u2066/\u200b\u061c',
  '/\u0000\u001b[31mred\u001b]8;;http://example.test\u0007',
  '/\ud800/\udc00x',
  '/\u2028\u2029\r\n| pipe | `tick` **bold** <b>',
  `/${'long/'.repeat(2_000)}`,
  '/日本語/маршрут/🙂',
  '/javascript:alert(1)',
  "/__proto__/constructor/'; DROP",
  '/$&{{7*7}}',
]

/** A small document in which every string is hostile. */
export function hostileReport(): Report {
  const base = fixtureReport(hostileNames.length)
  const routes = base.routes.map((route, index): RouteEntry => {
    const name = hostileNames[index]
    return index === 3
      ? { ...route, key: `GET ${name}`, path: null, source: null }
      : {
          ...route,
          key: `${route.method} ${name}`,
          path: name,
          source: `${name}.ts:1:1`,
          framework: name.slice(0, 40),
          handler: 1,
          retainingPath: hostileNames.map((each, at) => ({
            edge: each,
            edgeType: 'property',
            name: each,
            nodeType: 'object',
            nodeId: at,
            source: `${each}:1:1`,
          })),
        }
  })
  const [name] = hostileNames
  return {
    ...base,
    subject: { ...base.subject, name: hostileNames[1], frameworks: [{ name, version: name, routes: 1 }] },
    routes,
    routers: base.routers.map((router) => ({ ...router, prefix: router.prefix === null ? null : name })),
    validators: base.validators.map((validator, index) => ({
      ...validator,
      library: name,
      key: hostileNames[index % hostileNames.length],
      part: hostileNames[(index + 1) % hostileNames.length],
      routes: routes.map((route) => route.key),
      group: 1,
    })),
    schemas: hostileNames.map((key, index) => ({ library: name, key, count: 2, nodeIds: [1], routes: [index, 0] })),
    registries: base.registries.map((registry) => ({ ...registry, library: name, name: hostileNames[4] })),
    unattributed: base.unattributed.map((entry, index) => ({ ...entry, name: hostileNames[index + 4] })),
    repository: { url: 'https://example.test/a', commit: null, folder: hostileNames[5] },
    policy: hostileNames[3],
    findings: base.findings.map((finding) => ({
      ...finding,
      title: name,
      remedy: name,
      why: [...hostileNames],
      routes: routes.map((route) => route.key),
      source: name,
      diff: hostileNames.join('\n'),
      frame: { file: name, first: 1, line: 2, lines: [...hostileNames] },
    })),
    holders: base.holders.map(() => ({
      name,
      source: `${hostileNames[1]}:1:1`,
      frame: { file: name, first: 1, line: 1, lines: [...hostileNames] },
    })),
    duplicates: base.duplicates.map((tree) => ({ ...tree, prefix: name, otherPrefix: hostileNames[3] })),
    proof: fixtureProof(base, name),
    floor: fixtureComparison(name),
    notes: [...hostileNames],
  }
}

const changes = ['grew', 'same', 'shrank', 'added', 'removed'] as const

/** A comparison of two runs of the same application. */
export function fixtureDifference(count: number, seed = 7): Difference {
  const roll = dice(seed)
  const report = fixtureReport(count, seed)
  const routes = report.routes.map((route): DeltaEntry => {
    const change = changes[Math.min(roll(9), 4)]
    const a = change === 'added' ? null : route.shareBytes
    const b =
      change === 'removed'
        ? null
        : change === 'grew'
          ? route.shareBytes + 1 + roll(60_000)
          : change === 'shrank'
            ? Math.round(route.shareBytes / 2)
            : route.shareBytes
    return delta(route.key, a, b)
  })
  const { totals } = report
  const total = (key: keyof typeof totals, grown: number) =>
    delta(key, totals[key] as number, (totals[key] as number) + grown, totals.routes, totals.routes)
  const sum = routes.reduce((all, entry) => all + entry.deltaBytes, 0)
  return {
    schema: 'routeheap/diff@1',
    tool: report.tool,
    a: 'main.json',
    b: 'pr-118.json',
    matchedBy: 'route key',
    totals: [
      total('reachableBytes', sum + 41_000),
      total('ownedBytes', sum),
      total('routeBytes', sum),
      total('backgroundBytes', 41_000),
    ],
    routes,
    validators: report.validators
      .slice(0, 60)
      .map((validator, index) =>
        delta(
          `${validator.library} ${validator.part} ${validator.key ?? `@${validator.nodeId}`}`,
          validator.shareBytes,
          validator.shareBytes + (index % 5) * 900,
          1,
          1 + (index % 2),
        ),
      ),
    findings: report.findings.map((finding, index) =>
      delta(finding.code, index === 0 ? null : finding.savingBytes, finding.savingBytes + 800, null, finding.count),
    ),
    categories: Object.entries(report.parts).map(([name, bytes], index) =>
      delta(name, bytes, bytes + (index - 3) * 31_000),
    ),
    notes: ['The two reports come from two processes: node ids do not survive, routes are matched by key.'],
  }
}

function delta(
  key: string,
  aBytes: number | null,
  bBytes: number | null,
  aCount: number | null = null,
  bCount: number | null = null,
): DeltaEntry {
  const deltaBytes = (bBytes ?? 0) - (aBytes ?? 0)
  const change =
    aBytes === null
      ? 'added'
      : bBytes === null
        ? 'removed'
        : deltaBytes > 0
          ? 'grew'
          : deltaBytes < 0
            ? 'shrank'
            : 'same'
  return { key, change, aBytes, bBytes, deltaBytes, aCount, bCount }
}
