import { readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { edgeTarget, edgeType, type Snapshot, selfSize } from './snapshot.ts'

/** What two readers made of one file. */
export interface ReaderComparison {
  readonly nodesCompared: number
  readonly edgesCompared: number
  /** All differences counted, also those that are not listed. */
  readonly differenceCount: number
  /** The first differences, in the order of the file. */
  readonly differences: readonly ReaderDifference[]
}

export interface ReaderDifference {
  /** V8's id of the node; for an edge, of the node where it starts; 0 where the numbers of nodes differ. */
  readonly nodeId: number
  readonly what: 'missing' | 'type' | 'name' | 'self size' | 'edge count' | 'edge type' | 'edge name' | 'edge target'
  /** As this reader has it. */
  readonly here: string | number
  /** As heapsnapshot-parser has it. */
  readonly there: string | number
}

interface OtherNode {
  readonly type: string
  readonly name: string
  readonly id: number
  readonly self_size: number
  readonly references: readonly { readonly type: string; readonly name: string; readonly toNode: OtherNode }[]
}

/** The other reader takes only what JSON allows: the place in the file, or what stands there. Nothing else of the file. */
export interface NotJson {
  readonly notJson: string
}

/** Why the other reader was not asked. */
export interface NotRun {
  readonly notRun: string
}

/** Above this the other reader, which holds the file as one string and a node as an object, takes gigabytes. */
export const secondReaderLimit = 50_000_000
const listed = 20

/**
 * Compares every node and edge of a snapshot with what heapsnapshot-parser reads from the same file: nodes by id, edges
 * in order. Names of element and hidden edges are left out, for the other reader looks up their index as a string.
 * Not run where the file is larger than `secondReaderLimit`, or where its header does not name the type first, the only field
 * that the other reader takes by place. Costs about 20 times the file in memory. Our reader takes some texts that JSON does not
 * allow, as control characters in strings and whatever is in sections that it skips.
 */
export async function compareWithHeapsnapshotParser(
  snapshot: Snapshot,
  path: string,
): Promise<ReaderComparison | NotJson | NotRun> {
  if ((await stat(path)).size > secondReaderLimit) return { notRun: `file above ${secondReaderLimit / 1e6} MB` }
  const parsed = parse(await readFile(path, 'utf8'))
  if (!('length' in parsed)) return parsed
  const others = new Map(parsed.map((node) => [node.id, node]))
  const { nodes, edges, strings, meta } = snapshot
  const differences: ReaderDifference[] = []
  let differenceCount = 0
  let nodesCompared = 0
  let edgesCompared = 0

  for (let node = 0; node < nodes.count; node++) compareNode(node, others.get(nodes.id[node]))
  differ(0, 'missing', nodes.count, others.size)
  return { nodesCompared, edgesCompared, differenceCount, differences }

  function differ(nodeId: number, what: ReaderDifference['what'], here: string | number, there: string | number): void {
    if (here === there) return
    if (++differenceCount <= listed) differences.push({ nodeId, what, here, there })
  }

  function compareNode(node: number, other: OtherNode | undefined): void {
    const id = nodes.id[node]
    if (other === undefined) {
      differ(id, 'missing', 'a node', 'none')
      return
    }
    nodesCompared++
    differ(id, 'type', meta.nodeTypes[nodes.type[node]], other.type)
    differ(id, 'name', strings.text(nodes.name[node]), other.name)
    differ(id, 'self size', selfSize(nodes, node), other.self_size)
    const first = nodes.firstEdge[node]
    const count = nodes.firstEdge[node + 1] - first
    differ(id, 'edge count', count, other.references.length)
    for (let at = 0; at < Math.min(count, other.references.length); at++)
      compareEdge(id, first + at, other.references[at])
  }

  function compareEdge(id: number, edge: number, other: OtherNode['references'][number]): void {
    edgesCompared++
    const type = meta.edgeTypes[edgeType(edges.word[edge])]
    differ(id, 'edge type', type, other.type)
    differ(id, 'edge target', nodes.id[edgeTarget(edges.word[edge])], other.toNode.id)
    if (type === 'element' || type === 'hidden') return
    differ(id, 'edge name', strings.text(edges.nameOrIndex[edge]), other.name)
  }
}

interface SnapshotJson {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly edge_fields: readonly string[] }
  }
}

function parse(text: string): readonly OtherNode[] | NotJson | NotRun {
  const parser = createRequire(import.meta.url)('heapsnapshot-parser') as {
    parse(json: SnapshotJson): { nodes: OtherNode[] }
  }
  try {
    const json: SnapshotJson = JSON.parse(text)
    const { node_fields, edge_fields } = json.snapshot.meta
    if (node_fields[0] !== 'type' || edge_fields[0] !== 'type') return { notRun: 'it cannot read this order of fields' }
    return parser.parse(json).nodes
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { notJson: withoutExcerpt(error.message) }
  }
}

/** V8 quotes the text around a token that it did not expect, which is the user's. */
const withoutExcerpt = (message: string): string => message.replace(/, (?:\.\.\.)?"[\s\S]*$/, '')
