import { readFile } from 'node:fs/promises'
import { RouteheapError } from '../error.ts'
import type { Difference, Report } from '../index.ts'

/** A document that was saved with --json or --out. */
export async function readDocument(path: string): Promise<Report | Difference> {
  const document = parsed(path, await text(path))
  if (isShaped(document, 'routeheap/report@1', reportLists)) return { ...added, ...document } as unknown as Report
  if (isShaped(document, 'routeheap/diff@1', differenceLists)) return document as unknown as Difference
  throw new RouteheapError('not-a-report', { path, reason: schemaProblem(document) })
}

/** As `readDocument`, where a difference will not do. */
export async function readReport(path: string): Promise<Report> {
  const document = await readDocument(path)
  if (document.schema === 'routeheap/report@1') return document
  throw new RouteheapError('not-a-report', { path, reason: 'it is the difference of two' })
}

/** Fields that reports did not have from the start. */
const added = { proof: null, floor: null }

const reportLists = ['phases', 'routes', 'routers', 'validators', 'registries', 'findings', 'unattributed', 'notes']
const differenceLists = ['totals', 'routes', 'validators', 'findings', 'categories', 'notes']

/** Whether all lists that the schema promises are there: a cut or edited file is told here, and not by a crash later. */
function isShaped(document: Record<string, unknown>, schema: string, lists: readonly string[]): boolean {
  return document.schema === schema && lists.every((list) => Array.isArray(document[list]))
}

function schemaProblem({ schema }: Record<string, unknown>): string {
  if (typeof schema !== 'string' || !schema.startsWith('routeheap/')) return 'it has no "schema": "routeheap/report@1"'
  if (schema === 'routeheap/report@1' || schema === 'routeheap/diff@1') return 'parts of it are missing'
  return `its schema is ${schema}, which this version does not know`
}

async function text(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw new RouteheapError('file-not-found', { path }, { cause: error })
    throw new RouteheapError('not-a-report', { path, reason: 'it cannot be read' }, { cause: error })
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
