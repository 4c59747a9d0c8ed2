import type { Floor, FloorComparison, Report } from '../index.ts'
import { floor, floorComparison, proof, subject, tool } from './measurementShape.ts'
import { documentOf, fields, flag, list, number, oneOf, orNull, type Shape, text } from './shape.ts'

/** What a report must have once an older one was completed, field by field as in `Report`. */

type One<Name extends keyof Report> = Report[Name] extends readonly (infer Entry extends object)[] ? Entry : never
type Route = One<'routes'>
type Finding = One<'findings'>

const state = oneOf('live', 'dead', 'shadowed')
const bytes = { exclusiveBytes: number, shareBytes: number }

const frame: Shape<Finding['frame']> = orNull(fields({ file: text, first: number, line: number, lines: list(text) }))

const retainingPath: Shape<Route['retainingPath']> = orNull(
  list(
    fields({
      edge: text,
      edgeType: text,
      name: text,
      nodeType: text,
      nodeId: number,
      source: orNull(text),
    }),
  ),
)

const parts = fields<Report['parts']>({
  routeObjects: number,
  routerStructure: number,
  handlers: number,
  schemas: number,
  validators: number,
  serializers: number,
  sourceText: number,
  bytecode: number,
})

const totals = fields<Report['totals']>({
  reachableBytes: number,
  ownedBytes: number,
  backgroundBytes: number,
  toolBytes: number,
  routeBytes: number,
  routerBytes: number,
  validatorBytes: number,
  registryBytes: number,
  retainedBytes: number,
  unreachableBytes: number,
  reclaimableBytes: number,
  routes: number,
  liveRoutes: number,
  deadRoutes: number,
  shadowedRoutes: number,
  addedBytes: orNull(number),
})

const phase = fields<One<'phases'>>({
  name: oneOf('start', 'declared', 'composed', 'warm', 'snapshot'),
  heapUsedBytes: orNull(number),
  externalBytes: orNull(number),
  rssBytes: orNull(number),
  snapshotBytes: number,
  nodeCount: number,
  edgeCount: number,
  atMs: orNull(number),
  insideComposition: flag,
})

const shared = fields({
  bytes: number,
  owners: number,
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
  sharedBytes: number,
  parts,
  source: orNull(text),
  router: orNull(number),
  validators: list(number),
  handler: orNull(number),
  nodeId: number,
  retainingPath,
  sharedWith: orNull(list(shared)),
  middleware: flag,
  twin: orNull(oneOf('head')),
})

const router = fields<One<'routers'>>({
  framework: text,
  prefix: orNull(text),
  state,
  routes: number,
  ...bytes,
  sharedBytes: number,
  nodeId: number,
  source: orNull(text),
  retainingPath,
})

const validator = fields<One<'validators'>>({
  kind: oneOf('validator', 'serializer'),
  library: text,
  key: orNull(text),
  part: orNull(text),
  ...bytes,
  sourceBytes: number,
  parts: fields({ sourceText: number, code: number, schema: number, closure: number }),
  routes: list(text),
  group: orNull(number),
  nodeId: number,
})

const schema = fields<One<'schemas'>>({
  library: text,
  key: orNull(text),
  count: number,
  nodeIds: list(number),
  routes: list(number),
})

const registry = fields<One<'registries'>>({ library: text, name: text, ...bytes, keyBytes: number, nodeId: number })

const finding = fields<Finding>({
  code: text,
  severity: oneOf('error', 'warning', 'note'),
  title: text,
  count: number,
  savingBytes: number,
  cachedBytes: number,
  routes: list(text),
  remedy: text,
  why: list(text),
  source: orNull(text),
  frame,
  holders: list(number),
  diff: orNull(text),
  evidence: list(number),
  retainingPath,
})

const duplicate = fields<One<'duplicates'>>({
  kind: oneOf('dead', 'shadowed', 'repeated'),
  finding: orNull(number),
  router: orNull(number),
  prefix: text,
  otherPrefix: text,
  alike: number,
  routes: list(number),
  others: list(orNull(number)),
  bytes: number,
  holder: orNull(number),
})

const coverage = fields<NonNullable<Report['coverage']>>({
  addedBytes: number,
  ownedBytes: number,
  categories: fields({
    sourceText: number,
    compiledCode: number,
    hiddenClasses: number,
    moduleObjects: number,
    runtime: number,
  }),
  packages: list(fields({ name: text, bytes: number })),
  unexplainedBytes: number,
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
  unattributed: list(fields({ name: text, count: number, bytes: number })),
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
