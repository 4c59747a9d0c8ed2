import { flood, stop } from '../graph/flood.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import type { Mark, SchemaMark } from './mark.ts'
import { nodesNamed } from './nodesNamed.ts'

/**
 * The marks without the schemas that only other schemas hold: an object schema of ten fields is one schema, not eleven.
 * A field that the app holds by itself as well stays, and so does every JSON document that was handed to a compiler: only
 * objects of a library are left out (marks with `content`).
 *
 * Held means held by the program: a hidden class, the template of an object literal and a getter that a library put on
 * a prototype keep the first object that went through them, which is no one's choice. Costs a walk of the graph and a
 * pass over its edges.
 */
export function withoutInnerSchemas(heap: Heap, marks: readonly Mark[]): Mark[] {
  const schemas = marks.filter((mark): mark is SchemaMark => mark.kind === 'schema')
  if (schemas.every(({ content }) => content === undefined)) return [...marks]
  const outer = heldFromOutside(heap, marks, schemas)
  return marks.filter((mark) => mark.kind !== 'schema' || mark.content === undefined || outer.has(mark.leading[0]))
}

const wall = 1

function heldFromOutside(heap: Heap, marks: readonly Mark[], found: readonly SchemaMark[]): ReadonlySet<NodeIndex> {
  const seen = machinery(heap)
  for (const mark of marks)
    if (mark.kind === 'registry' && mark.ownOnly) for (const node of mark.leading) seen[node] = wall
  for (const mark of found) for (const node of mark.leading) seen[node] = stop
  return new Set(flood(heap.graph, seen, wall + 1))
}

/** Hidden classes, code with its feedback and templates, and functions behind accessors of prototypes: walls, by node. */
function machinery(heap: Heap): Uint8Array {
  const { graph } = heap
  const { nodes, meta } = graph.snapshot
  const [code, shape] = ['code', 'object shape'].map((name) => meta.nodeTypes.indexOf(name))
  const walls = new Uint8Array(graph.nodeCount)
  for (let node = 0; node < walls.length; node++) {
    if (nodes.type[node] === code || nodes.type[node] === shape) walls[node] = wall
  }
  const behind = new Set<NodeIndex>()
  for (const node of nodesNamed(graph.snapshot, 'system / AccessorPair')) {
    walls[node] = wall
    for (let edge = graph.firstEdge[node]; edge < graph.firstEdge[node + 1]; edge++) {
      behind.add(edgeTarget(graph.edges.word[edge]))
    }
  }
  const own = ownAccessors(heap, behind)
  for (const node of behind) if (!own.has(node)) walls[node] = wall
  walls[graph.root] = 0
  return walls
}

/**
 * Those of `functions` that an object has for itself, as an app of Express 5 has the getter of its router: no library put
 * them on a prototype. Costs a pass over the edges.
 */
function ownAccessors({ graph }: Heap, functions: ReadonlySet<NodeIndex>): ReadonlySet<NodeIndex> {
  if (functions.size === 0) return functions
  const { strings, meta } = graph.snapshot
  const { word, nameOrIndex } = graph.edges
  const property = meta.edgeTypes.indexOf('property')
  const [proto, prototype] = ['__proto__', 'prototype'].map((name) => strings.find(name) ?? -1)
  const isOne = new Uint8Array(graph.nodeCount)
  for (const node of functions) isOne[node] = 1
  const isPrototype = new Uint8Array(graph.nodeCount)
  const holders: [holder: NodeIndex, closure: NodeIndex][] = []
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let edge = graph.firstEdge[node], end = graph.firstEdge[node + 1]; edge < end; edge++) {
      if (edgeType(word[edge]) !== property) continue
      const target = edgeTarget(word[edge])
      if (nameOrIndex[edge] === proto || nameOrIndex[edge] === prototype) isPrototype[target] = 1
      else if (isOne[target] === 1) holders.push([node, target])
    }
  }
  return new Set(holders.flatMap(([holder, closure]) => (isPrototype[holder] === 1 ? [] : [closure])))
}
