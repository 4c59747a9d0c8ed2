import type { Floor, FloorComparison, Report } from '../index.ts'
import { floor, floorComparison, proof, subject, tool } from './measurementShape.ts'
import { amount, documentOf, fields, flag, integer, list, number, oneOf, orNull, type Shape, text } from './shape.ts'

/**
 * What a report must have once an older one was completed, field by field as in `Report`. Whether indices are of something
 * is asked afterwards.
 */

type One<Name extends keyof Report> = Report[Name] extends readonly (infer Entry extends object)[] ? Entry : never
type Route = One<'routes'>
type Finding = One<'findings'>

const state = oneOf('live', 'dead', 'shadowed')
const bytes = { exclusiveBytes: amount, shareBytes: amount }

const frame: Shape<Finding['frame']> = orNull(fields({ file: text, first: amount, line: amount, lines: list(text) }))

const retainingPath: Shape<Route['retainingPath']> = orNull(
  list(
    fields({
      edge: text,
      edgeType: text,
      name: text,
      nodeType: text,
      nodeId: amount,
      source: orNull(text),
    }),
  ),
)

const parts = fields<Report['parts']>({
  routeObjects: amount,
  routerStructure: amount,
  handlers: amount,
  schemas: amount,
  validators: amount,
  serializers: amount,
  sourceText: amount,
  bytecode: amount,
})

const totals = fields<Report['totals']>({
  reachableBytes: amount,
  ownedBytes: amount,
  backgroundBytes: amount,
  toolBytes: amount,
  routeBytes: amount,
  routerBytes: amount,
  validatorBytes: amount,
  registryBytes: amount,
  retainedBytes: amount,
  unreachableBytes: amount,
  reclaimableBytes: amount,
  routes: amount,
  liveRoutes: amount,
  deadRoutes: amount,
  shadowedRoutes: amount,
  unknownRoutes: amount,
  addedBytes: orNull(integer),
})

const phase = fields<One<'phases'>>({
  name: oneOf('start', 'declared', 'composed', 'warm', 'snapshot'),
  heapUsedBytes: orNull(amount),
  externalBytes: orNull(amount),
  rssBytes: orNull(amount),
  snapshotBytes: amount,
  nodeCount: amount,
  edgeCount: amount,
  atMs: orNull(number),
  insideComposition: flag,
})

const shared = fields({
  bytes: amount,
  owners: amount,
  others: list(fields({ kind: oneOf('route', 'router', 'other'), index: orNull(number) })),
})

const route = fields<Route>({
  key: text,
  method: text,
  path: orNull(text),
  framework: text,
  state,
  reached: orNull(flag),
  ...bytes,
  sharedBytes: amount,
  parts,
  source: orNull(text),
  router: orNull(number),
  validators: list(number),
  handler: orNull(amount),
  nodeId: amount,
  retainingPath,
  sharedWith: orNull(list(shared)),
  middleware: flag,
  twin: orNull(oneOf('head')),
})

const router = fields<One<'routers'>>({
  framework: text,
  prefix: orNull(text),
  state,
  routes: amount,
  ...bytes,
  sharedBytes: amount,
  nodeId: amount,
  source: orNull(text),
  retainingPath,
})

const validator = fields<One<'validators'>>({
  kind: oneOf('validator', 'serializer'),
  library: text,
  key: orNull(text),
  part: orNull(text),
  ...bytes,
  sourceBytes: amount,
  parts: fields({ sourceText: amount, code: amount, schema: amount, closure: integer }),
  routes: list(text),
  group: orNull(amount),
  nodeId: amount,
})

const schema = fields<One<'schemas'>>({
  library: text,
  key: orNull(text),
  count: amount,
  nodeIds: list(amount),
  routes: list(number),
})

const registry = fields<One<'registries'>>({ library: text, name: text, ...bytes, keyBytes: amount, nodeId: amount })

const finding = fields<Finding>({
  code: text,
  severity: oneOf('error', 'warning', 'note'),
  title: text,
  count: amount,
  savingBytes: amount,
  cachedBytes: amount,
  routes: list(text),
  remedy: text,
  why: list(text),
  source: orNull(text),
  frame,
  holders: list(number),
  diff: orNull(text),
  evidence: list(amount),
  retainingPath,
})

const duplicate = fields<One<'duplicates'>>({
  kind: oneOf('dead', 'shadowed', 'repeated'),
  finding: orNull(number),
  router: orNull(number),
  prefix: text,
  otherPrefix: text,
  alike: amount,
  routes: list(number),
  others: list(orNull(number)),
  bytes: amount,
  holder: orNull(number),
})

const coverage = fields<NonNullable<Report['coverage']>>({
  addedBytes: amount,
  ownedBytes: amount,
  categories: fields({
    sourceText: amount,
    compiledCode: amount,
    hiddenClasses: amount,
    moduleObjects: amount,
    runtime: amount,
  }),
  packages: list(fields({ name: text, bytes: amount })),
  unexplainedBytes: amount,
})

export const report = fields<Report>({
  schema: oneOf('routeheap/report@1'),
  tool,
  subject,
  policy: text,
  totals,
  phases: list(phase),
  routes: list(route),
  routers: list(router),
  validators: list(validator),
  schemas: list(schema),
  registries: list(registry),
  findings: list(finding),
  holders: list(fields({ name: text, source: orNull(text), frame })),
  duplicates: list(duplicate),
  parts,
  coverage: orNull(coverage),
  unattributed: list(fields({ name: text, count: amount, bytes: amount })),
  repository: orNull(fields({ url: text, commit: orNull(text), folder: text })),
  notes: list(text),
  proof: orNull(proof),
  floor: orNull(
    documentOf<Floor | FloorComparison>({
      'routeheap/floor@1': floor,
      'routeheap/floor-comparison@1': floorComparison,
    }),
  ),
})
