import { type Budget, type Isomorphism, isomorphism } from '../graph/isomorphism.ts'
import type { Heap } from '../recognise/heap.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { type Holder, holdersOf } from './holders.ts'
import { objectStructure } from './objectStructure.ts'
import { sharedFunctions } from './sharedFunctions.ts'

/** A tree of new objects that is isomorphic to one of old objects, with the same functions at the same places. */
export interface CopiedTree extends Isomorphism {
  readonly copy: NodeIndex
  readonly original: NodeIndex
}

/** How many edges are compared at most, all attempts together. What was found until then stands. */
const mostEdges = 1_000_000

/**
 * Trees that were copied, the largest ones. `ages` says by node what is new and what is old.
 *
 * Each begins where a new and an old object hold the very same function of the user's in the same place, and grows to
 * the objects that hold both, as long as these are isomorphic too. Without such a function nothing is compared, so heaps
 * without copies cost two passes over the edges of objects.
 */
export function copiedTrees(heap: Heap, ages: Uint8Array, isOwnFile: IsOwnFile): CopiedTree[] {
  const functions = sharedFunctions(heap, ages, isOwnFile)
  if (functions.length === 0) return []
  const structure = objectStructure(heap, ages)
  const budget: Budget = { edges: mostEdges }
  const failed = new Set<number>()
  const compare = (copy: NodeIndex, original: NodeIndex): CopiedTree | undefined => {
    const key = copy * heap.graph.nodeCount + original
    if (failed.has(key)) return undefined
    const found = isomorphism(structure, copy, original, budget)
    if (found === undefined) failed.add(key)
    return found && { ...found, copy, original }
  }

  const holders = holdersOf(heap)
  const trees: CopiedTree[] = []
  const copies = new Set<NodeIndex>()
  const originals = new Set<NodeIndex>()
  for (const { newHolders, oldHolders } of functions) {
    for (const [copy, original] of samePlaces(newHolders, oldHolders)) {
      if (budget.edges < 0) return largest(trees)
      if (copies.has(copy) || originals.has(original)) continue
      const least = compare(copy, original)
      if (least === undefined) continue
      const tree = grown(least, holders, compare)
      if (!areTogether(tree, holders)) trees.push(tree)
      for (const [node, counterpart] of tree.pairs) {
        copies.add(node)
        originals.add(counterpart)
      }
    }
  }
  return largest(trees)
}

/** The tree of what holds the tree, of what holds that, and so on. */
function grown(
  least: CopiedTree,
  holders: (node: NodeIndex) => Holder[],
  compare: (copy: NodeIndex, original: NodeIndex) => CopiedTree | undefined,
): CopiedTree {
  let tree = least
  for (;;) {
    const { pairs } = tree
    const next = firstOf(samePlaces(holders(tree.copy), holders(tree.original)), ([copy, original]) => {
      const larger = pairs.has(copy) ? undefined : compare(copy, original)
      return larger?.pairs.get(tree.copy) === tree.original ? larger : undefined
    })
    if (next === undefined) return tree
    tree = next
  }
}

/** Whether one list holds both: whoever goes through it comes to both, so neither was left behind for the other. */
function areTogether({ copy, original }: CopiedTree, holders: (node: NodeIndex) => Holder[]): boolean {
  const lists = new Set(holders(copy).map(({ node }) => node))
  return holders(original).some(({ node }) => lists.has(node))
}

function* samePlaces(some: readonly Holder[], others: readonly Holder[]): Generator<[NodeIndex, NodeIndex]> {
  for (const one of some) for (const other of others) if (one.label === other.label) yield [one.node, other.node]
}

function firstOf<Item, Result>(
  items: Iterable<Item>,
  resultOf: (item: Item) => Result | undefined,
): Result | undefined {
  for (const item of items) {
    const result = resultOf(item)
    if (result !== undefined) return result
  }
  return undefined
}

/** Those that are no part of a larger one. */
function largest(trees: readonly CopiedTree[]): CopiedTree[] {
  const inner = new Set(trees.flatMap(({ copy, pairs }) => [...pairs.keys()].filter((node) => node !== copy)))
  return trees.filter(({ copy }) => !inner.has(copy))
}
