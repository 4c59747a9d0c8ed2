import { ownersAmong } from '../attribute/attribution.ts'
import { dispatchable } from '../liveness/liveness.ts'
import type { TreeMark } from '../recognise/mark.ts'
import { type CopiedTree, copiedTrees } from './copiedTrees.ts'
import { type HeapFacts, retainedBy, severityOf } from './facts.ts'
import type { Finding } from './finding.ts'
import { age } from './objectStructure.ts'

/** Trees of fewer objects are what programs copy all the time. */
const fewestObjects = 4
/** Below both nothing is said. */
const fewestTrees = 3
const leastBytes = 10_000

/**
 * Trees of objects that were built again while the app was composed, around the very same functions, and whose originals
 * are still held: routes of a framework that no recogniser knows, copied where their router was mounted. It counts the
 * originals that no server dispatches to while it does to their copies. Where no tree is told apart that way, all are
 * counted, as a note. What marks know has findings of its own.
 */
export function findIsomorphicSubtrees(facts: HeapFacts): Finding[] {
  if (facts.isNew === null) return []
  const trees = copiedTrees(facts.heap, agesOf(facts, facts.isNew), facts.isOwnFile).filter(
    ({ pairs }) => pairs.size >= fewestObjects,
  )
  if (trees.length === 0) return []
  const dead = leftBehind(facts, trees)
  const counted = dead.length > 0 ? dead : trees
  const removable = counted.map((tree): TreeMark => {
    const functions = [...tree.common].filter((node) => facts.heap.type(node) === 'closure')
    return { kind: 'tree', leading: [tree.original], handlers: functions }
  })
  const savingBytes = retainedBy(facts, removable)
  if (counted.length < fewestTrees && savingBytes < leastBytes) return []
  return [
    {
      code: 'isomorphic-subtree',
      severity: dead.length > 0 ? severityOf(savingBytes, facts.attribution) : 'note',
      count: counted.length,
      savingBytes,
      removable,
      groups: [],
      routes: [],
      evidence: counted.flatMap(({ original, copy }) => [original, copy]),
      framework: 'unknown',
      facts: { objects: counted.reduce((sum, { pairs }) => sum + pairs.size, 0), dead: dead.length },
    },
  ]
}

/** Trees whose copy a server dispatches to, and whose original none does. */
function leftBehind({ heap, entries }: HeapFacts, trees: readonly CopiedTree[]): CopiedTree[] {
  const dispatch = dispatchable(
    heap,
    entries.nodes,
    trees.map(({ copy }) => copy),
    entries.scopes,
  )
  if (dispatch === null) return []
  return trees.filter(({ copy, original }) => dispatch.reached[copy] === 1 && dispatch.reached[original] === 0)
}

/** Excluded is what marks lead, what routes and routers own, and what no strong edge holds. */
function agesOf({ heap, marks, attribution }: HeapFacts, isNew: Uint8Array): Uint8Array {
  const { ownerSet } = attribution
  const ages = isNew.slice()
  const routes = ownersAmong(attribution, ({ kind }) => kind === 'route' || kind === 'router')
  for (let node = 0; node < ages.length; node++) if (routes[ownerSet[node]] > 0) ages[node] = age.excluded
  for (const node of heap.graph.orphans) ages[node] = age.excluded
  for (const mark of marks) for (const node of mark.leading) ages[node] = age.excluded
  return ages
}
