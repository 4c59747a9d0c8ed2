import type { HeapGraph } from '../../src/graph/graph.ts'
import { heapGraph } from '../../src/graph/strongEdges.ts'
import { snapshotOfBytes } from '../../src/snapshot/read.ts'
import type { NodeIndex, Snapshot } from '../../src/snapshot/snapshot.ts'
import { edgeTypes, snapshotText, type TextEdge, type TextFormat, type TextNode } from './snapshot-text.ts'

export interface DrawnHeap {
  readonly snapshot: Snapshot
  readonly graph: HeapGraph
  /** Node indices by drawn name. A name that was not drawn throws. */
  readonly node: Readonly<Record<string, NodeIndex>>
}

/**
 * A heap drawn as text, one node a line, the root first:
 *
 *     root                      -> app gc
 *     gc:synthetic "(GC roots)" -> element.1=app
 *     app:object "App" 64       -> routes handler, weak.cache=schema   # a comment
 *     handler:closure @21 96 at 5:10:2
 *
 * `name[:type] ["name in the heap"] [@id] [self size] [detached] [at script:line:column] [-> edges]`
 *
 * An edge is `target`, `edgename=target` or `edgetype.edgename=target`, where an edge name may be quoted; edges are
 * separated by blanks or commas. By default a node is an `object` named as drawn (the root is `synthetic` and has no
 * name), has no size and the id 2 x ordinal + 1, and an edge is a `property` named as its target is drawn. A node
 * without a line of its own comes after the others. Ordinals follow the lines.
 *
 * The drawing is written as a snapshot and read again, so every test of a drawing is a test of the reader.
 */
export function heap(drawing: string, format?: TextFormat): DrawnHeap {
  const { nodes, ordinals } = drawnNodes(drawing)
  const snapshot = snapshotOfBytes(Buffer.from(snapshotText(nodes, format)), 'drawing')
  return { snapshot, graph: heapGraph(snapshot), node: strict(ordinals) }
}

const tokens = /"(?:[^"\\]|\\.)*"(?:=\S+)?|[\w$./:@-]*"(?:[^"\\]|\\.)*"=[^\s,]+|->|[^\s,]+/g

export function drawnNodes(drawing: string): { nodes: TextNode[]; ordinals: Map<string, number> } {
  const lines = drawing
    .split('\n')
    .map((line) => (line.replace(/(^|\s)#.*$/, '').match(tokens) ?? []) as string[])
    .filter((line) => line.length > 0)
  const ordinals = new Map<string, number>()
  for (const [first] of lines) {
    const name = drawnName(first!)
    if (ordinals.has(name)) throw new Error(`"${name}" is drawn twice`)
    ordinals.set(name, ordinals.size)
  }
  const ordinal = (name: string) => {
    if (!ordinals.has(name)) ordinals.set(name, ordinals.size)
    return ordinals.get(name)!
  }
  const nodes = lines.map((line, index) => drawnNode(line, index === 0, ordinal))
  for (const name of [...ordinals.keys()].slice(nodes.length)) nodes.push({ type: 'object', name })
  return { nodes, ordinals }
}

const drawnName = (token: string): string => token.split(':')[0]!

function drawnNode(line: string[], isRoot: boolean, ordinal: (name: string) => number): TextNode {
  const arrow = line.includes('->') ? line.indexOf('->') : line.length
  const [first, ...rest] = line.slice(0, arrow)
  const [name, type = isRoot ? 'synthetic' : 'object'] = first!.split(':')
  const edges = line.slice(arrow + 1).map((token) => drawnEdge(token, ordinal))
  let node: TextNode = { type, name: isRoot ? '' : name!, edges }
  for (let at = 0; at < rest.length; at++) {
    const token = rest[at]!
    if (token.startsWith('"')) node = { ...node, name: JSON.parse(token) }
    else if (token.startsWith('@')) node = { ...node, id: Number(token.slice(1)) }
    else if (/^\d+$/.test(token)) node = { ...node, selfSize: Number(token) }
    else if (token === 'detached') node = { ...node, detachedness: 2 }
    else if (token === 'at') {
      const [scriptId, line, column] = rest[++at]!.split(':').map(Number)
      node = { ...node, location: { scriptId: scriptId!, line: line!, column: column! } }
    } else throw new Error(`"${token}" of "${name}" is not understood`)
  }
  return node
}

function drawnEdge(token: string, ordinal: (name: string) => number): TextEdge {
  const equals = token.lastIndexOf('=')
  const target = token.slice(equals + 1)
  const label = equals < 0 ? target : token.slice(0, equals)
  const dot = label.startsWith('"') ? -1 : label.indexOf('.')
  const typed = equals >= 0 && dot >= 0 && edgeTypes.includes(label.slice(0, dot))
  const type = typed ? label.slice(0, dot) : 'property'
  const written = typed ? label.slice(dot + 1) : label
  const name = written.startsWith('"') ? JSON.parse(written) : written
  return { type, name: type === 'element' || type === 'hidden' ? Number(name) : name, to: ordinal(target) }
}

function strict(ordinals: Map<string, number>): Record<string, NodeIndex> {
  return new Proxy(Object.fromEntries(ordinals), {
    get(nodes, name) {
      if (typeof name === 'string' && !(name in nodes)) throw new Error(`"${name}" is not drawn`)
      return Reflect.get(nodes, name)
    },
  })
}
