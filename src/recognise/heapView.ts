import type { HeapGraph } from '../graph/graph.ts'
import { type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import { closureCode } from './closureCode.ts'
import { edgesByName } from './edgesByName.ts'
import type { Heap } from './heap.ts'
import { cellValue } from './scopeVariables.ts'
import { flatStrings, isCutText, stringText } from './stringText.ts'

const oddballNames = new Set([
  'true',
  'false',
  'null',
  'undefined',
  'uninitialized',
  'system / Oddball',
  'system / Hole',
])
/** Types of nodes that JavaScript code can hold under a name that is also an oddball's. */
const valueTypes = new Set(['object', 'closure', 'string', 'regexp', 'number', 'symbol', 'bigint', 'array', 'code'])

/** Which hidden edge of a proxy leads to what it is around, in V8 11 to 14. */
const proxyTarget = 1

/**
 * The heap as recognisers ask about it. Nothing is indexed ahead: a question costs a scan of the edges of the node
 * asked about, and the names in questions are looked up in the string table once.
 */
export function heapView(graph: HeapGraph): Heap {
  const { nodes, strings, meta } = graph.snapshot
  const edges = edgesByName(graph)
  const type = (node: NodeIndex) => meta.nodeTypes[nodes.type[node]]
  const name = (node: NodeIndex) => strings.text(nodes.name[node])
  const isValue = meta.nodeTypes.map((typeName) => valueTypes.has(typeName))
  const oddballIndices = new Set([...oddballNames].map((text) => strings.find(text)))
  const isOddball = (node: NodeIndex) => !isValue[nodes.type[node]] && oddballIndices.has(nodes.name[node])
  const proxyName = strings.find('system / JSProxy')
  const internal = edges.ofType('internal')
  const named = edges.ofType('property')
  const string: Heap['string'] = (node, partOf) => stringText(graph, edges, node, partOf)

  /** What is called when a proxy around a function is called, as instrumentation makes them; else the node itself. */
  const called = (node: NodeIndex): NodeIndex => {
    let inner: NodeIndex | undefined = node
    for (let depth = 0; inner !== undefined && nodes.name[inner] === proxyName && depth < 100; depth++)
      inner = edges.numbered(inner, 'hidden').find(({ index }) => index === proxyTarget)?.target
    return inner === undefined || type(inner) !== 'closure' ? node : inner
  }
  const property = (node: NodeIndex, key: string): NodeIndex | undefined => {
    const target = named(node, key)
    return target === undefined || isOddball(target) ? undefined : called(target)
  }

  const ownProperties = (node: NodeIndex) => edges.named(node, 'property').filter(({ name }) => name !== '__proto__')

  // There are a few of them in a heap, to which edges lead from everywhere.
  const oddballWords = new Map<NodeIndex, ReturnType<Heap['oddball']>>()
  const oddball = (node: NodeIndex) => {
    if (!isOddball(node)) return undefined
    if (!oddballWords.has(node)) {
      // The first hidden edge of an oddball is its text; its node name says it only since V8 13.
      const word = name(edges.numbered(node, 'hidden')[0]?.target ?? node)
      oddballWords.set(
        node,
        word === 'true' || word === 'false' || word === 'null' || word === 'undefined' ? word : undefined,
      )
    }
    return oddballWords.get(node)
  }
  const number = (node: NodeIndex) => {
    const text = type(node) === 'number' ? internal(node, 'value') : undefined
    const value = text === undefined ? Number.NaN : Number(name(text))
    return Number.isNaN(value) ? undefined : value
  }

  return {
    graph,
    type,
    name,
    isNamed: (node, text) => nodes.name[node] === strings.find(text),
    property,
    internal,
    string,
    isCut: (node) => isCutText(graph, edges, node),
    flatStrings: (node) => flatStrings(graph, edges, node),
    ownProperties,
    entries: (node) => [
      ...edges.numbered(node, 'element').map(({ index, target }) => ({ name: String(index), target })),
      ...ownProperties(node),
    ],
    propertyNames: (node) => edges.names(node, 'property'),
    variable(context, key) {
      const slot = edges.target(context, 'context', key)
      const target = slot === undefined ? undefined : cellValue(graph, slot)
      return target === undefined || isOddball(target) ? undefined : called(target)
    },
    elements(array) {
      const own = edges.elements(array)
      const store = own.length > 0 ? undefined : internal(array, 'elements')
      const found = store === undefined ? own : edges.numbered(store, 'internal').map(({ target }) => target)
      return found.filter((target) => !isOddball(target) || oddball(target) !== undefined).map(called)
    },
    mapEntries(map) {
      const table = internal(map, 'table')
      if (table === undefined) return []
      const entries = tableEntries(edges.numbered(table, 'internal'), selfSize(nodes, table))
      return entries.filter(({ key, value }) => !isOddball(key) && !isOddball(value))
    },
    stringProperty(node, key) {
      const target = named(node, key)
      return target === undefined ? undefined : string(target)
    },
    oddball,
    number,
    booleanProperty(node, key) {
      const target = named(node, key)
      const word = target === undefined ? undefined : oddball(target)
      return word === 'true' ? true : word === 'false' ? false : undefined
    },
    numberProperty(node, key) {
      const target = named(node, key)
      return target === undefined ? undefined : number(target)
    },
    ...closureCode(graph, edges),
  }
}

/**
 * Entries of V8's ordered hash table: three counters, the buckets (half as many as entries fit), then key, value and
 * chain of each entry, or key and chain for a Set. Counters and small integers have no edges, so slots are missing;
 * the size of the table says where the entries begin, and since the buckets are a power of two, also which kind it is.
 */
function tableEntries(slots: { index: number; target: NodeIndex }[], tableSize: number) {
  const slotCount = tableSize / 8 - 2 - 3
  const stride = isPowerOfTwo(slotCount / 7) ? 3 : isPowerOfTwo(slotCount / 5) ? 2 : undefined
  if (stride === undefined) return []
  const firstEntry = 3 + slotCount / (2 * stride + 1)
  const bySlot = new Map(slots.map(({ index, target }) => [index, target]))
  const entries: { key: NodeIndex; value: NodeIndex }[] = []
  for (const { index, target } of slots) {
    if (index < firstEntry || (index - firstEntry) % stride !== 0) continue
    const value = stride === 2 ? target : bySlot.get(index + 1)
    if (value !== undefined) entries.push({ key: target, value })
  }
  return entries
}

const isPowerOfTwo = (value: number) => Number.isInteger(value) && value > 0 && (value & (value - 1)) === 0
