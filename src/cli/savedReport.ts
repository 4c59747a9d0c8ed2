import { unreadable } from '../error/unreadable.ts'
import { RouteheapError } from '../error.ts'
import type {
  Difference,
  Floor,
  FloorComparison,
  Price,
  Proof,
  Report,
  Totals,
  ValidatorEntry,
  Verification,
} from '../index.ts'
import { danglingIndex } from './danglingIndex.ts'
import { difference, floor, floorComparison, price, proof, verification } from './measurementShape.ts'
import { report } from './reportShape.ts'
import type { Shape } from './shape.ts'
import { readText } from './textFile.ts'

/** Any document that a command prints with --json. */
export type SavedDocument = Report | Difference | Measurement
export type Measurement = Proof | Floor | FloorComparison | Verification | SavedPrice
export type SavedPrice = Price & { readonly schema: 'routeheap/price@1' }

/** A document that was saved with --json or --out. */
export async function readDocument(path: string, signal: AbortSignal): Promise<SavedDocument> {
  const given = parsed(path, await text(path, signal))
  const { schema } = given
  if (!isKnown(schema)) throw new RouteheapError('not-a-report', { path, reason: schemaProblem(given) })
  const document = schema === 'routeheap/report@1' ? complete(given) : given
  const damage = shapes[schema](document, '') ?? danglingIn(document as unknown as SavedDocument)
  if (damage !== null) throw new RouteheapError('not-a-report', { path, reason: `it is damaged: ${damage}` })
  return document as unknown as SavedDocument
}

const danglingIn = (document: SavedDocument): string | null =>
  document.schema === 'routeheap/report@1' ? danglingIndex(document) : null

/** As `readDocument`, where a difference will not do. */
export async function readReport(path: string, signal: AbortSignal): Promise<Report> {
  const document = await readDocument(path, signal)
  if (document.schema === 'routeheap/report@1') return document
  const reason =
    document.schema === 'routeheap/diff@1' ? 'it is the difference of two' : `its schema is ${document.schema}`
  throw new RouteheapError('not-a-report', { path, reason })
}

type Schema = SavedDocument['schema']

/** What each schema promises: a cut or edited file is told here, and not by a crash later. */
const shapes: Readonly<Record<Schema, Shape<unknown>>> = {
  'routeheap/report@1': report,
  'routeheap/diff@1': difference,
  'routeheap/proof@1': proof,
  'routeheap/floor@1': floor,
  'routeheap/floor-comparison@1': floorComparison,
  'routeheap/verification@1': verification,
  'routeheap/price@1': price,
}

const isKnown = (schema: unknown): schema is Schema => typeof schema === 'string' && Object.hasOwn(shapes, schema)

/** A report that was written before there were all fields gets them empty; the others stay in their order. */
function complete(report: Record<string, unknown>): Record<string, unknown> {
  const { totals, findings, routes, validators } = report
  const added = { schemas: [], holders: [], duplicates: [], coverage: null, repository: null, proof: null, floor: null }
  return {
    ...filled(report, () => added),
    totals: filled(totals, (one) => ({ retainedBytes: onceRetained(one as Totals), unknownRoutes: 0 })),
    findings: allFilled(findings, () => ({ frame: null, holders: [], diff: null })),
    routes: allFilled(routes, () => ({ handler: null, sharedWith: null, reached: null })),
    validators: allFilled(validators, (one) => ({
      parts: { sourceText: 0, code: 0, schema: 0, closure: (one as ValidatorEntry).shareBytes },
    })),
  }
}

/** What routes retain, as it was counted before there was a field for it. */
const onceRetained = ({ routeBytes, routerBytes, validatorBytes, registryBytes }: Totals): number =>
  routeBytes + routerBytes + validatorBytes + registryBytes

const allFilled = (entries: unknown, missing: (entry: object) => object): unknown =>
  Array.isArray(entries) ? entries.map((one) => filled(one, missing)) : entries

/** An entry with the fields that it lacks. What is no object stays as it is: its shape is checked afterwards. */
function filled<Entry>(entry: Entry, missing: (entry: object) => object): Entry {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry
  const lacking = Object.entries(missing(entry)).filter(([name]) => !(name in entry))
  return { ...entry, ...Object.fromEntries(lacking) }
}

function schemaProblem({ schema }: Record<string, unknown>): string {
  if (typeof schema !== 'string' || !schema.startsWith('routeheap/')) return 'it has no "schema": "routeheap/report@1"'
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
