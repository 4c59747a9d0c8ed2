import { filePath } from '../recognise/closureCode.ts'
import type { Heap } from '../recognise/heap.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import type { Holder } from './holders.ts'
import { age } from './objectStructure.ts'

/** A function of the user's that old and new objects hold. */
export interface SharedFunction {
  readonly closure: NodeIndex
  readonly newHolders: readonly Holder[]
  readonly oldHolders: readonly Holder[]
}

/** A function that is in more places than this, old or new, tells nothing about one tree. */
const mostPlaces = 500

/**
 * Old functions of the user's own code that both old and new objects hold as properties or elements, those in the fewest
 * places first: they tell best which tree is a copy of which. Costs a pass over the edges of objects.
 */
export function sharedFunctions(heap: Heap, ages: Uint8Array, isOwnFile: IsOwnFile): SharedFunction[] {
  const held = heldFunctions(heap, ages)
  const heldBy = new Uint8Array(heap.graph.nodeCount)
  for (const { holder, closure } of held) heldBy[closure] |= ages[holder] === age.new ? byNew : byOld
  const isOwn = new Map<NodeIndex, boolean>()
  const found = new Map<NodeIndex, { newHolders: Holder[]; oldHolders: Holder[] }>()
  for (const { holder, closure, label } of held) {
    if (heldBy[closure] !== (byNew | byOld)) continue
    if (!isOwn.has(closure)) isOwn.set(closure, isOwnCode(heap, closure, isOwnFile))
    if (isOwn.get(closure) === false) continue
    const holders = found.get(closure) ?? { newHolders: [], oldHolders: [] }
    found.set(closure, holders)
    const list = ages[holder] === age.new ? holders.newHolders : holders.oldHolders
    list.push({ node: holder, label })
  }
  return [...found]
    .map(([closure, holders]) => ({ closure, ...holders }))
    .filter(({ newHolders, oldHolders }) => newHolders.length <= mostPlaces && oldHolders.length <= mostPlaces)
    .sort((a, b) => a.newHolders.length + a.oldHolders.length - b.newHolders.length - b.oldHolders.length)
}

const byNew = 1
const byOld = 2

interface Held {
  readonly holder: NodeIndex
  readonly closure: NodeIndex
  readonly label: number
}

/** Old closures that objects have as properties or elements, but for prototypes and constructors. */
function heldFunctions(heap: Heap, ages: Uint8Array): Held[] {
  const { snapshot, firstEdge, nodeCount } = heap.graph
  const { word, nameOrIndex } = snapshot.edges
  const { meta, strings } = snapshot
  const { type: typeOf } = snapshot.nodes
  const [object, closure] = ['object', 'closure'].map((name) => meta.nodeTypes.indexOf(name))
  const [property, element] = ['property', 'element'].map((name) => meta.edgeTypes.indexOf(name))
  const [constructorName, prototypeName] = ['constructor', '__proto__'].map((name) => strings.find(name) ?? -1)
  const found: Held[] = []
  for (let node = 0; node < nodeCount; node++) {
    if (typeOf[node] !== object || ages[node] === age.excluded) continue
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const target = edgeTarget(word[edge])
      if (typeOf[target] !== closure || ages[target] !== age.old) continue
      const type = edgeType(word[edge])
      const name = nameOrIndex[edge]
      if (type === element || (type === property && name !== constructorName && name !== prototypeName)) {
        found.push({ holder: node, closure: target, label: type * 2 ** 32 + name })
      }
    }
  }
  return found
}

/** Libraries copy their own defaults; what the user wrote is what can be mounted. */
function isOwnCode(heap: Heap, closure: NodeIndex, isOwnFile: IsOwnFile): boolean {
  const script = heap.script(heap.unbound(closure))
  const name = script === undefined ? '' : heap.name(script)
  return name !== '' && isOwnFile(filePath(name))
}
