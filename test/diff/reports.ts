import type { FindingEntry, Parts, Report, RouteEntry, ValidatorEntry } from '../../src/report/report.ts'

/** A report with nothing in it, to be filled by the test. */
export function report(over: Partial<Report> = {}): Report {
  const routes = over.routes ?? []
  const routeBytes = routes.reduce((sum, { shareBytes }) => sum + shareBytes, 0)
  return {
    schema: 'routeheap/report@1',
    tool: { name: 'routeheap', version: '0.0.0' },
    subject: {
      kind: 'app',
      name: 'app.ts',
      nodeVersion: '20.20.2',
      v8Version: '11.3',
      platform: 'linux',
      arch: 'x64',
      frameworks: [{ name: 'fastify', version: '5.0.0', routes: routes.length }],
    },
    policy: 'test',
    totals: {
      reachableBytes: 10_000 + routeBytes,
      ownedBytes: routeBytes,
      backgroundBytes: 10_000,
      toolBytes: 0,
      routeBytes,
      routerBytes: 0,
      validatorBytes: 0,
      registryBytes: 0,
      retainedBytes: 0,
      unreachableBytes: 0,
      reclaimableBytes: 0,
      routes: routes.length,
      liveRoutes: routes.length,
      unknownRoutes: 0,
      deadRoutes: 0,
      shadowedRoutes: 0,
      addedBytes: null,
    },
    phases: [],
    routes,
    routers: [],
    validators: [],
    schemas: [],
    registries: [],
    findings: [],
    holders: [],
    duplicates: [],
    repository: null,
    parts: { ...noParts, routeObjects: routeBytes },
    coverage: null,
    unattributed: [],
    notes: [],
    proof: null,
    floor: null,
    ...over,
  }
}

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

export function route(key: string, shareBytes: number, nodeId = 1, over: Partial<RouteEntry> = {}): RouteEntry {
  const [method, path] = key.split(' ')
  return {
    key,
    method,
    path,
    framework: 'fastify',
    state: 'live',
    reached: null,
    exclusiveBytes: shareBytes,
    sharedBytes: 0,
    shareBytes,
    parts: { ...noParts, routeObjects: shareBytes },
    source: null,
    router: null,
    validators: [],
    nodeId,
    retainingPath: null,
    handler: null,
    sharedWith: null,
    middleware: false,
    twin: null,
    ...over,
  }
}

export function validator(part: string, shareBytes: number, routes: string[], nodeId = 1): ValidatorEntry {
  return {
    kind: 'validator',
    library: 'ajv',
    key: null,
    part,
    exclusiveBytes: shareBytes,
    shareBytes,
    sourceBytes: 0,
    parts: { sourceText: 0, code: 0, schema: 0, closure: shareBytes },
    routes,
    group: null,
    nodeId,
  }
}

export function finding(
  code: string,
  count: number,
  savingBytes: number,
  over: Partial<FindingEntry> = {},
): FindingEntry {
  return {
    code,
    severity: 'warning',
    title: code,
    count,
    savingBytes,
    cachedBytes: 0,
    routes: [],
    remedy: 'Do less.',
    why: [],
    source: null,
    frame: null,
    holders: [],
    diff: null,
    evidence: [],
    retainingPath: null,
    ...over,
  }
}

/** The same report, as read from a snapshot file. */
export function fromSnapshot(document: Report): Report {
  return { ...document, subject: { ...document.subject, kind: 'snapshot' } }
}
