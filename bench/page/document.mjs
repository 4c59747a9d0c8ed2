// The report of an app that does not exist, seeded: 20,000 routes of Fastify, Koa and Express, as routeheap would describe
// them. Sizes follow from what a route is (its path, its fields, what it does), as in a heap, and not from dice alone:
// numbers that nothing explains do not pack. What dice decide: the fields of each resource and their lengths, how large a
// handler's closure is, where in its file a route is, and gaps between node ids.
const actions = [
  { method: 'GET', path: '', query: true, answers: true, twin: true },
  { method: 'POST', path: '', body: true, answers: true },
  { method: 'GET', path: '/:id', params: true, answers: true, twin: true },
  { method: 'PUT', path: '/:id', params: true, body: true, answers: true },
  { method: 'PATCH', path: '/:id', params: true, body: true },
  { method: 'DELETE', path: '/:id', params: true },
  { method: 'GET', path: '/:id/history', params: true, query: true },
  { method: 'POST', path: '/:id/archive', params: true },
]
const nouns =
  'account address article asset batch booking branch budget campaign cart category channel claim comment contact contract coupon course customer delivery device discount document draft employee event export feature filter folder grant group import invoice issue item label ledger lesson license'.split(
    ' ',
  )
const fieldNames = 'id name email total state createdAt updatedAt ownerId tags title price currency note kind'.split(
  ' ',
)

/**
 * Domains of 40 resources, 8 to 16 routes each, until there are `count`. Of ten domains `fastify` are Fastify's, with validators
 * and serializers; one is a Koa router that was copied, so it is there twice; the others are Express' and Hono's.
 * @returns {import('../../src/report/report.ts').Report}
 */
export function pageDocument(count = 20_000, fastify = 4, seed = 1) {
  const below = dice(seed)
  const making = {
    below,
    nextId: 40_001,
    ids: new Set(),
    fastify,
    routes: [],
    routers: [],
    validators: [],
    groups: new Map(),
    dead: [],
  }
  for (let domain = 0; making.routes.length < count; domain++) addDomain(making, domain, count)
  return documentOf(making)
}

function dice(seed) {
  let state = seed >>> 0
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

function addDomain(making, domain, count) {
  const framework =
    domain % 10 < making.fastify ? 'fastify' : domain % 10 === 9 ? 'koa-router' : domain % 2 === 0 ? 'express' : 'hono'
  const prefix = `/api/v${1 + (domain % 3)}/${nouns[(domain * 7) % nouns.length]}-${domain}`
  const live = addRouter(making, framework, prefix, 'live', domain)
  // A Koa router that is mounted leaves its original behind.
  const dead = framework === 'koa-router' ? addRouter(making, framework, null, 'dead', domain) : null
  for (const noun of nouns) {
    const fields = 2 + making.below(12)
    const text = Array.from({ length: fields }, () => fieldNames[making.below(fieldNames.length)].length)
    const resource = {
      noun,
      domain,
      fields,
      textLength: text.reduce((sum, length) => sum + length, 0),
      framework,
      prefix,
    }
    let line = 12
    for (const action of actions) {
      if (making.routes.length >= count) return
      line += 4 + making.below(30)
      addRoute(making, resource, action, live, 'live', line)
      if (dead !== null)
        making.dead.push([addRoute(making, resource, action, dead, 'dead', line), making.routes.length - 2])
      if (action.twin && framework === 'fastify')
        addRoute(making, resource, { ...action, method: 'HEAD' }, live, 'live', line)
    }
  }
}

/** Ids are given as V8 walks the heap: by and large in order of making, what is beside each other some hundred objects apart. */
function idAfter(making, objects) {
  let id = making.nextId + 2 * making.below(900)
  while (making.ids.has(id)) id += 2
  making.ids.add(id)
  making.nextId += 2 * objects
  return id
}

function addRouter(making, framework, prefix, state, domain) {
  const exclusiveBytes = 8_216 + 8 * making.below(600)
  making.routers.push({
    framework,
    prefix,
    state,
    routes: 0,
    exclusiveBytes,
    sharedBytes: 2_048,
    shareBytes: exclusiveBytes + 1_024,
    nodeId: idAfter(making, 40),
    source: `src/domains/${domain}/router.ts:9:14`,
    retainingPath: state === 'dead' ? pathTo(making.nextId, 'router') : null,
  })
  return making.routers.length - 1
}

const pathTo = (nodeId, edge) => [
  step('(GC roots)', '', 'element', 1, null),
  step('ModuleWrap', 'table', 'internal', 11_277, null),
  step('system / Context', 'context', 'internal', 11_903, null),
  step('Router', edge, 'context', nodeId, 'src/app.ts:3:14'),
]

const step = (name, edge, edgeType, nodeId, source) => ({ edge, edgeType, name, nodeType: 'object', nodeId, source })

/** What validators, serializers and closures take, by what they are made from. Multiples of 8, as V8 allocates. */
const round = (bytes) => Math.ceil(bytes / 8) * 8

function addRoute(making, resource, action, router, state, line) {
  const { below } = making
  const { noun, domain, fields, textLength, framework, prefix } = resource
  const path = `${state === 'dead' ? `/${prefix.split('/')[3]}` : prefix}/${noun}s${action.path}`
  const key = `${action.method} ${path}`
  const isFastify = framework === 'fastify'
  const held = []
  const parts = {
    routeObjects: (isFastify ? 2_904 : framework === 'express' ? 640 : 912) + round(path.length),
    routerStructure: 160 + round(path.length),
    handlers: 824 + 8 * below(12) + (below(60) === 0 ? 8 * below(9_000) : 0),
    schemas: 0,
    validators: 0,
    serializers: 0,
    sourceText: 0,
    bytecode: 0,
  }
  if (isFastify) {
    parts.schemas =
      (action.body ? 312 + 96 * fields : 0) + (action.answers ? 208 + 80 * fields : 0) + (action.params ? 416 : 0)
    for (const part of ['body', 'querystring', 'params']) {
      const wanted = { body: action.body, querystring: action.query, params: action.params }[part]
      if (wanted)
        held.push(
          addValidator(making, 'validator', part, part === 'params' ? 1 : fields, textLength, noun, domain, key),
        )
    }
    if (action.answers) held.push(addValidator(making, 'serializer', 'response', fields, textLength, noun, domain, key))
    for (const index of held) {
      const { kind, parts: own } = making.validators[index]
      parts[`${kind}s`] += own.closure + own.schema
      parts.sourceText += own.sourceText
      parts.bytecode += own.code
    }
  }
  const exclusiveBytes = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0)
  // Hooks and options of the scope, reached by all its routes: dealt, so one route in some has a byte more.
  const sharedShare = 148 + Number(making.routes.length % 3 === 0)
  parts.handlers += sharedShare
  const nodeId = idAfter(making, 26 + fields * held.length)
  making.routes.push({
    key,
    method: action.method,
    path,
    framework,
    state,
    exclusiveBytes,
    sharedBytes: 48_320 + 64 * domain,
    shareBytes: exclusiveBytes + sharedShare,
    parts,
    source: `src/domains/${domain}/${noun}.routes.ts:${line}:${isFastify ? 9 : 3}`,
    router,
    validators: held,
    handler: null,
    nodeId,
    retainingPath: null,
    sharedWith: null,
    middleware: false,
    twin: isFastify && action.method === 'HEAD' ? 'head' : null,
  })
  making.routers[router].routes++
  return making.routes.length - 1
}

function addValidator(making, kind, part, fields, textLength, noun, domain, key) {
  const sourceText = round(420 + 236 * fields + 9 * textLength * Number(part !== 'params'))
  const code = round(sourceText * 0.62) + 8 * making.below(6)
  const parts = { sourceText, code, schema: 96 * fields, closure: 1_360 + 40 * fields }
  const shareBytes = sourceText + code + parts.schema + parts.closure
  // `{ id: integer }` is generated anew for each route; bodies are equal within a resource.
  const same = part === 'params' ? 'params' : `${kind} ${part} ${noun} ${domain}`
  if (!making.groups.has(same)) making.groups.set(same, making.groups.size)
  making.validators.push({
    kind,
    library: kind === 'validator' ? 'ajv' : 'fast-json-stringify',
    key: null,
    part,
    exclusiveBytes: shareBytes,
    shareBytes,
    sourceBytes: sourceText,
    parts,
    routes: [key],
    group: making.groups.get(same),
    nodeId: idAfter(making, 12 + fields),
  })
  return making.validators.length - 1
}

function documentOf({ routes, routers, validators, dead }) {
  const sorted = routes
    .map((_, index) => index)
    .sort((a, b) => routes[b].shareBytes - routes[a].shareBytes || (routes[a].key < routes[b].key ? -1 : 1))
  const placeOf = new Map(sorted.map((index, place) => [index, place]))
  const order = validators
    .map((_, index) => index)
    .sort((a, b) => validators[b].shareBytes - validators[a].shareBytes || a - b)
  const validatorPlaces = new Map(order.map((index, place) => [index, place]))
  const entries = sorted.map((index, place) => ({
    ...routes[index],
    validators: routes[index].validators.map((each) => validatorPlaces.get(each)).sort((a, b) => a - b),
    ...(place < 200 && {
      retainingPath: [
        ...pathTo(routers[routes[index].router].nodeId, 'app'),
        step('Context', 'store', 'property', routes[index].nodeId, null),
      ],
      sharedWith: [
        {
          bytes: 1_200,
          owners: 400,
          others: [
            { kind: 'router', index: routes[index].router },
            { kind: 'other', index: null },
          ],
        },
      ],
    }),
  }))
  const bytesOf = (list) => list.reduce((sum, { shareBytes }) => sum + shareBytes, 0)
  const [routeBytes, routerBytes] = [bytesOf(entries), bytesOf(routers)]
  const [registryBytes, toolBytes, backgroundBytes] = [812_000, 310_400, 28_400_000]
  const ownedBytes = routeBytes + routerBytes + registryBytes + toolBytes
  const findings = findingsOf(entries, validators)
  const parts = Object.fromEntries(
    Object.keys(entries[0].parts).map((part) => [part, entries.reduce((sum, route) => sum + route.parts[part], 0)]),
  )
  const stateCount = (state) => entries.filter((route) => route.state === state).length
  const frameworks = ['fastify', 'koa-router', 'express', 'hono'].map((name) => ({
    name,
    version: null,
    routes: entries.filter(({ framework }) => framework === name).length,
  }))
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
      frameworks,
    },
    policy:
      'strong edges as in Chrome DevTools: no weak edges, shortcuts from the root only, ephemeron values with keys',
    totals: {
      reachableBytes: ownedBytes + backgroundBytes,
      ownedBytes,
      backgroundBytes,
      toolBytes,
      routeBytes,
      routerBytes,
      validatorBytes: 0,
      registryBytes,
      retainedBytes: routeBytes + routerBytes + registryBytes,
      unreachableBytes: 1_224,
      reclaimableBytes: findings.reduce((sum, { savingBytes }) => sum + savingBytes, 0),
      routes: entries.length,
      liveRoutes: stateCount('live'),
      unknownRoutes: 0,
      deadRoutes: stateCount('dead'),
      shadowedRoutes: 0,
      addedBytes: ownedBytes,
    },
    phases: [
      phase('start', 6_100_000, 412),
      phase('declared', backgroundBytes, 1_904),
      phase('composed', ownedBytes + backgroundBytes, 9_377),
    ],
    routes: entries,
    routers,
    validators: order.map((index) => validators[index]),
    schemas: [],
    registries: [
      {
        library: 'ajv',
        name: '_cache',
        exclusiveBytes: registryBytes,
        shareBytes: registryBytes,
        keyBytes: 40_100,
        nodeId: 7_001,
      },
    ],
    findings,
    parts,
    coverage: null,
    unattributed: [],
    holders: dead.length === 0 ? [] : [{ name: 'router', source: 'src/app.ts:3:14', frame: null }],
    duplicates: duplicatesOf(routes, routers, dead, placeOf, findings),
    repository: null,
    notes: [],
    proof: null,
    floor: null,
  }
}

const phase = (name, bytes, atMs) => ({
  name,
  heapUsedBytes: bytes + 212_000,
  externalBytes: 1_900_000,
  rssBytes: bytes * 2 + 41_000_000,
  snapshotBytes: bytes,
  nodeCount: Math.round(bytes / 48),
  edgeCount: Math.round(bytes / 12),
  atMs,
  insideComposition: false,
})

const nothingMore = {
  cachedBytes: 0,
  why: [],
  source: null,
  frame: null,
  holders: [],
  diff: null,
  evidence: [],
  retainingPath: null,
}

function findingsOf(routes, validators) {
  const keysOf = (fits) => routes.filter(fits).map(({ key }) => key)
  const savingOf = (fits) => routes.filter(fits).reduce((sum, { exclusiveBytes }) => sum + exclusiveBytes, 0)
  const isDead = ({ state }) => state === 'dead'
  const isTwin = ({ twin }) => twin !== null
  const params = validators.filter(({ part }) => part === 'params').slice(1)
  const found = [
    {
      code: 'dead-route-tree',
      severity: 'error',
      title: 'Routers whose originals are still held',
      keys: keysOf(isDead),
      savingBytes: savingOf(isDead),
    },
    {
      code: 'repeated-validator',
      severity: 'error',
      title: `${params.length} validators generated again for an equal schema`,
      keys: params.map(({ routes: [key] }) => key),
      savingBytes: params.reduce((sum, { shareBytes }) => sum + shareBytes, 0),
    },
    {
      code: 'head-twin',
      severity: 'warning',
      title: 'HEAD routes with validators of their own',
      keys: keysOf(isTwin),
      savingBytes: savingOf(isTwin),
    },
  ]
  return found
    .filter(({ keys }) => keys.length > 0)
    .map(({ keys, ...finding }) => ({
      ...finding,
      ...nothingMore,
      count: keys.length,
      routes: keys,
      remedy: 'Create each once, and hand the same to every route.',
      ...(finding.code === 'dead-route-tree' && { holders: [0] }),
    }))
}

function duplicatesOf(routes, routers, dead, placeOf, findings) {
  const trees = new Map()
  for (const [original, copy] of dead) {
    const { router } = routes[original]
    const tree = trees.get(router) ?? []
    trees.set(router, tree)
    tree.push([placeOf.get(original), placeOf.get(copy)])
  }
  return [...trees].map(([router, pairs]) => {
    pairs.sort(([a], [b]) => a - b)
    const bytes = dead.reduce(
      (sum, [original]) => (routes[original].router === router ? sum + routes[original].shareBytes : sum),
      routers[router].shareBytes,
    )
    return {
      kind: 'dead',
      finding: findings.findIndex(({ code }) => code === 'dead-route-tree'),
      router,
      prefix: '/',
      otherPrefix: routers[router - 1].prefix,
      alike: 1,
      routes: pairs.map(([original]) => original),
      others: pairs.map(([, copy]) => copy),
      bytes,
      holder: 0,
    }
  })
}
