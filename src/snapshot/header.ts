import { maxNodeCount } from './snapshot.ts'
import { fault, type Source } from './source.ts'

/** What the header says about the rest of the file, with every field found by its name. */
export interface Header {
  readonly nodeCount: number
  readonly edgeCount: number
  readonly extraNativeBytes: number
  readonly nodeTypes: readonly string[]
  readonly edgeTypes: readonly string[]
  /** Fields of a record in the order in which the file has them. */
  readonly nodeFields: readonly string[]
  readonly edgeFields: readonly string[]
  readonly locationFields: readonly string[]
}

/** Edge words have four bits for the type. */
const maxEdgeTypes = 16
const maxNodeTypes = 256
const maxFields = 64

/** The value of `"snapshot"`, checked, from its JSON text. */
export function snapshotHeader(text: string, source: Source): Header {
  const wrong = (reason: string) => fault('not-a-snapshot', source, `in its header, ${reason}`)
  const json = record(parsed(text))
  const meta = record(json?.meta)
  if (json === undefined || meta === undefined) throw wrong('"meta" is missing')

  const header: Header = {
    nodeCount: count(json.node_count),
    edgeCount: count(json.edge_count),
    extraNativeBytes: Math.max(0, count(json.extra_native_bytes)),
    nodeTypes: typeNames(meta.node_types),
    edgeTypes: typeNames(meta.edge_types),
    nodeFields: names(meta.node_fields),
    edgeFields: names(meta.edge_fields),
    locationFields: names(meta.location_fields),
  }
  const lacking = [
    ...['type', 'name', 'id', 'self_size', 'edge_count'].filter((field) => !header.nodeFields.includes(field)),
    ...['type', 'name_or_index', 'to_node'].filter((field) => !header.edgeFields.includes(field)),
  ]
  if (lacking.length > 0) throw wrong(`the field "${lacking[0]}" is missing`)
  if (header.nodeTypes.length === 0) throw wrong('"node_types" names no type')
  if (header.edgeTypes.length === 0) throw wrong('"edge_types" names no type')
  checkSizes(header, source)
  return header
}

function checkSizes(header: Header, source: Source): void {
  const wrong = (reason: string) => fault('snapshot-corrupted', source, `in its header, ${reason}`)
  const { nodeCount, edgeCount, nodeFields, edgeFields } = header
  if (nodeCount === -1) throw wrong('"node_count" is not a count')
  if (edgeCount === -1) throw wrong('"edge_count" is not a count')
  if (nodeCount === 0) throw wrong('"node_count" is 0, so there is no root')
  if (nodeCount > maxNodeCount) throw wrong(`"node_count" is ${nodeCount}; at most ${maxNodeCount} can be read`)
  if (edgeCount > 0xfffffffe) throw wrong(`"edge_count" is ${edgeCount}; at most ${0xfffffffe} can be read`)
  if (Math.max(nodeFields.length, edgeFields.length) > maxFields) throw wrong(`a record has over ${maxFields} fields`)
  if (header.edgeTypes.length > maxEdgeTypes) throw wrong(`there are over ${maxEdgeTypes} edge types`)
  if (header.nodeTypes.length > maxNodeTypes) throw wrong(`there are over ${maxNodeTypes} node types`)

  // A number takes a digit and a separator at least, so the length of the file is a border for the counts.
  const least = 2 * (nodeCount * nodeFields.length + edgeCount * edgeFields.length)
  if (source.knownBytes !== undefined && least > source.knownBytes) {
    const reason = `the header announces ${nodeCount} nodes and ${edgeCount} edges, which ${source.knownBytes} bytes cannot hold`
    throw fault('snapshot-truncated', source, reason)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const record = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

/** A count, 0 where the header does not say, -1 where it says something else. */
function count(value: unknown): number {
  if (value === undefined) return 0
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : -1
}

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map((name) => String(name)) : [])

/** The types of a table are the one array among the types of its fields. The list may be longer than the fields. */
const typeNames = (value: unknown): string[] =>
  Array.isArray(value) ? names(value.find((entry: unknown) => Array.isArray(entry))) : []
