import {
  type EdgeIndex,
  edgeType,
  type NodeIndex,
  type Snapshot,
  type StringIndex,
  type StringTable,
} from '../snapshot/snapshot.ts'
import { lengthBits } from '../snapshot/strings.ts'

/** How V8 names both edges of a WeakMap entry, after an index that differs between the two. */
const entry = /^\d+( \/ part of key \(.*? @(\d+)\) -> value \(.*? @\d+\) pair in WeakMap \(table @(\d+)\))$/
const shortestEntry = 60
const closingBracket = 0x29
const digit = { first: 0x30, last: 0x39 }

/** The edges of WeakMap entries: V8 writes one from the key and one from the table, both named after the pair. */
export interface Ephemerons {
  /** All of them, by the name of the pair without the index. */
  readonly pair: ReadonlyMap<EdgeIndex, string>
  /** Those that start at the table. */
  readonly fromTable: ReadonlySet<EdgeIndex>
}

/**
 * Found by the names in the string table, then by the ids of key and table in the name: the only nodes that V8 writes
 * such edges for. Costs a look at every string and a pass over the ids.
 */
export function ephemerons({ nodes, edges, strings, meta }: Snapshot): Ephemerons {
  const names = new Map<StringIndex, { pair: string; table: number }>()
  const ids = new Set<number>()
  for (const name of mayBeEntries(strings)) {
    const match = entry.exec(strings.text(name))
    if (match === null) continue
    const table = Number(match[3])
    names.set(name, { pair: match[1], table })
    ids.add(Number(match[2])).add(table)
  }
  const internal = meta.edgeTypes.indexOf('internal')
  const pair = new Map<EdgeIndex, string>()
  const fromTable = new Set<EdgeIndex>()
  for (const node of nodesWithId(nodes.id, ids)) {
    for (let edge = nodes.firstEdge[node]; edge < nodes.firstEdge[node + 1]; edge++) {
      const found = edgeType(edges.word[edge]) === internal ? names.get(edges.nameOrIndex[edge]) : undefined
      if (found === undefined) continue
      pair.set(edge, found.pair)
      if (found.table === nodes.id[node]) fromTable.add(edge)
    }
  }
  return { pair, fromTable }
}

/** Strings that begin with a digit and end with a bracket: hardly any others, and nothing is decoded. */
function mayBeEntries({ count, columns: { bytes, start, length } }: StringTable): StringIndex[] {
  const found: StringIndex[] = []
  for (let name = 0; name < count; name++) {
    const first = start[name]
    const size = length[name] & lengthBits
    if (size < shortestEntry || bytes[first] < digit.first || bytes[first] > digit.last) continue
    if (bytes[first + size - 1] === closingBracket) found.push(name)
  }
  return found
}

const hashBits = 20

function nodesWithId(idOf: Uint32Array, ids: ReadonlySet<number>): NodeIndex[] {
  if (ids.size === 0) return []
  // A byte for every hash keeps nearly all nodes away from the set.
  const maybe = new Uint8Array(1 << hashBits)
  const hash = (id: number) => Math.imul(id, 0x9e3779b1) >>> (32 - hashBits)
  for (const id of ids) maybe[hash(id)] = 1
  const found: NodeIndex[] = []
  for (let node = 0; node < idOf.length; node++) {
    if (maybe[hash(idOf[node])] === 1 && ids.has(idOf[node])) found.push(node)
  }
  return found
}
