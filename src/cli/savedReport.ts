import { RouteheapError } from '../error.ts'
import type {
  Difference,
  Floor,
  FloorComparison,
  Price,
  Proof,
  Report,
  ValidatorEntry,
  Verification,
} from '../index.ts'
import { danglingIndex } from './danglingIndex.ts'
import { unreadable } from './input.ts'
import { readText } from './textFile.ts'

/** Any document that a command prints with --json. */
export type SavedDocument = Report | Difference | Measurement
export type Measurement = Proof | Floor | FloorComparison | Verification | SavedPrice
export type SavedPrice = Price & { readonly schema: 'routeheap/price@1' }

/** A document that was saved with --json or --out. */
export async function readDocument(path: string, signal: AbortSignal): Promise<SavedDocument> {
  const document = parsed(path, await text(path, signal))
  const { schema } = document
  const lists = typeof schema === 'string' && Object.hasOwn(listsOf, schema) ? listsOf[schema] : undefined
  if (lists === undefined || !lists.every((list) => Array.isArray(document[list])))
    throw new RouteheapError('not-a-report', { path, reason: schemaProblem(document) })
  if (schema !== 'routeheap/report@1') return document as unknown as SavedDocument
  const report = complete(document) as unknown as Report
  const dangling = danglingIndex(report)
  if (dangling !== null) throw new RouteheapError('not-a-report', { path, reason: `it is damaged: ${dangling}` })
  return report
}

/** As `readDocument`, where a difference will not do. */
export async function readReport(path: string, signal: AbortSignal): Promise<Report> {
  const document = await readDocument(path, signal)
  if (document.schema === 'routeheap/report@1') return document
  const reason =
    document.schema === 'routeheap/diff@1' ? 'it is the difference of two' : `its schema is ${document.schema}`
  throw new RouteheapError('not-a-report', { path, reason })
}

/** The lists that each schema promises: a cut or edited file is told here, and not by a crash later. */
const listsOf: Readonly<Record<string, readonly string[]>> = {
  'routeheap/report@1': [
    'phases',
    'routes',
    'routers',
    'validators',
    'registries',
    'findings',
    'unattributed',
    'notes',
  ],
  'routeheap/diff@1': ['totals', 'routes', 'validators', 'findings', 'categories', 'notes'],
  'routeheap/proof@1': ['remedies', 'byHand', 'notes'],
  'routeheap/floor@1': ['processes', 'trials', 'notes'],
  'routeheap/floor-comparison@1': ['rounds'],
  'routeheap/verification@1': ['checks'],
  'routeheap/price@1': [],
}

/** A report that was written before there were all fields gets them empty; the others stay in their order. */
function complete(report: Record<string, unknown>): Record<string, unknown> {
  const findings = (report.findings as object[]).map((one) => filled(one, { frame: null, holders: [], diff: null }))
  const routes = (report.routes as object[]).map((one) =>
    filled(one, { handler: null, sharedWith: null, reached: null }),
  )
  const validators = (report.validators as ValidatorEntry[]).map((one) =>
    filled(one, { parts: { sourceText: 0, code: 0, schema: 0, closure: one.shareBytes } }),
  )
  const added = { schemas: [], holders: [], duplicates: [], repository: null, proof: null, floor: null }
  return { ...filled(report, added), findings, routes, validators }
}

const filled = (entry: object, missing: object): object => ({
  ...entry,
  ...Object.fromEntries(Object.entries(missing).filter(([name]) => !(name in entry))),
})

function schemaProblem({ schema }: Record<string, unknown>): string {
  if (typeof schema !== 'string' || !schema.startsWith('routeheap/')) return 'it has no "schema": "routeheap/report@1"'
  if (Object.hasOwn(listsOf, schema)) return 'parts of it are missing'
  return `its schema is ${schema}, which this version does not know`
}

async function text(path: string, signal: AbortSignal): Promise<string> {
  try {
    return await readText(path, signal)
  } catch (error) {
    signal.throwIfAborted()
    throw unreadable(path, error)
  }
}

function parsed(path: string, json: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(json)
    if (typeof document === 'object' && document !== null) return document as Record<string, unknown>
  } catch (error) {
    throw new RouteheapError('not-a-report', { path, reason: 'it is not JSON' }, { cause: error })
  }
  throw new RouteheapError('not-a-report', { path, reason: 'it is not a JSON object' })
}
