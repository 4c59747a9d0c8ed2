import { unreachable } from '../attribute/attribution.ts'
import type { Heap } from '../recognise/heap.ts'
import type { SchemaMark } from '../recognise/mark.ts'
import { nodesWithProperty } from '../recognise/nodesWithProperty.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { contentKey } from './contentKey.ts'
import { groupsBy, type HeapFacts, retainedBy, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'

/**
 * OpenAPI documents (or Swagger, as they were called) that are in the heap more than once with equal contents: parsed
 * or generated again, or cloned. All but one of each group could go: the one that holds most by itself stays, which of them the heap
 * has first is chance. The saving is what only the repeated ones
 * hold, so a copy that shares its parts with the original saves next to nothing.
 */
export function findRepeatedDocuments(facts: HeapFacts): Finding[] {
  const { heap, attribution } = facts
  const documents = documentsIn(heap).filter((node) => attribution.ownerSet[node] !== unreachable)
  if (documents.length < 2) return []
  const equal = groupsBy(documents, (node) => contentKey(heap, node) ?? undefined)
  const groups = equal.filter((group) => group.length > 1).map((group) => ownMostFirst(facts, group.map(documentMark)))
  if (groups.length === 0) return []
  const removable = groups.flatMap((group) => group.slice(1))
  const savingBytes = retainedBy(facts, removable)
  return [
    {
      code: 'repeated-document',
      severity: severityOf(savingBytes, attribution),
      count: removable.length,
      savingBytes,
      removable,
      groups,
      routes: [],
      evidence: groups.flatMap((group) => group.map(({ leading }) => leading[0])),
      framework: 'openapi',
      facts: { groups: groups.length, total: groups.flat().length },
    },
  ]
}

/** Each costs a removal, so of very many the first in the heap stays. */
const mostWeighed = 20

function ownMostFirst(facts: HeapFacts, group: readonly SchemaMark[]): SchemaMark[] {
  const bytes = new Map(group.slice(0, mostWeighed).map((mark) => [mark, retainedBy(facts, [mark])]))
  return [...group].sort((a, b) => (bytes.get(b) ?? 0) - (bytes.get(a) ?? 0))
}

const documentMark = (node: NodeIndex): SchemaMark => ({
  kind: 'schema',
  leading: [node],
  library: 'openapi',
  key: null,
})

/** Objects with the three properties that every such document has: its version as text, `info` and `paths`. */
function documentsIn(heap: Heap): NodeIndex[] {
  const isObject = (node: NodeIndex | undefined): boolean => node !== undefined && heap.type(node) === 'object'
  const found = ['openapi', 'swagger'].flatMap((version) =>
    nodesWithProperty(heap, version).filter(
      (node) =>
        isObject(node) &&
        heap.stringProperty(node, version) !== undefined &&
        isObject(heap.property(node, 'info')) &&
        isObject(heap.property(node, 'paths')),
    ),
  )
  return [...new Set(found)].sort((a, b) => a - b)
}
