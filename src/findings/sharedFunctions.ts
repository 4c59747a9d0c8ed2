import type { Heap } from '../recognise/heap.ts'
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
 * places first: they tell best which tree is a copy of which. Costs two passes over the edges of objects.
 */
export function sharedFunctions(heap: Heap, ages: Uint8Array): SharedFunction[] {
  const { nodeCount } = heap.graph
  const heldBy = new Uint8Array(nodeCount)
  eachHeldFunction(heap, ages, (holder, closure) => {
    heldBy[closure] |= ages[holder] === age.new ? 1 : 2
  })
  for (let node = 0; node < nodeCount; node++) if (heldBy[node] === 3 && !isOwnCode(heap, node)) heldBy[node] = 0

  const found = new Map<NodeIndex, { newHolders: Holder[]; oldHolders: Holder[] }>()
  eachHeldFunction(heap, ages, (node, closure, label) => {
    if (heldBy[closure] !== 3) return
    const holders = found.get(closure) ?? { newHolders: [], oldHolders: [] }
    found.set(closure, holders)
    const list = ages[node] === age.new ? holders.newHolders : holders.oldHolders
    list.push({ node, label })
  })
  return [...found]
    .map(([closure, holders]) => ({ closure, ...holders }))
    .filter(({ newHolders, oldHolders }) => newHolders.length <= mostPlaces && oldHolders.length <= mostPlaces)
    .sort((a, b) => a.newHolders.length + a.oldHolders.length - b.newHolders.length - b.oldHolders.length)
}

/** Old closures that objects have as properties or elements, but for prototypes and constructors. */
function eachHeldFunction(
  heap: Heap,
  ages: Uint8Array,
  see: (holder: NodeIndex, closure: NodeIndex, label: number) => void,
): void {
  const { snapshot, firstEdge, nodeCount } = heap.graph
  const { word, nameOrIndex } = snapshot.edges
  const { nodes, meta, strings } = snapshot
  const [object, closure] = ['object', 'closure'].map((name) => meta.nodeTypes.indexOf(name))
  const [property, element] = ['property', 'element'].map((name) => meta.edgeTypes.indexOf(name))
  const [constructorName, prototypeName] = ['constructor', '__proto__'].map((name) => strings.find(name) ?? -1)
  for (let node = 0; node < nodeCount; node++) {
    if (nodes.type[node] !== object || ages[node] === age.excluded) continue
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const target = edgeTarget(word[edge])
      if (nodes.type[target] !== closure || ages[target] !== age.old) continue
      const type = edgeType(word[edge])
      const name = nameOrIndex[edge]
      if (type === element || (type === property && name !== constructorName && name !== prototypeName)) {
        see(node, target, type * 2 ** 32 + name)
      }
    }
  }
}

/** Libraries copy their own defaults; what the user wrote is what can be mounted. */
function isOwnCode(heap: Heap, closure: NodeIndex): boolean {
  const script = heap.script(heap.unbound(closure))
  const name = script === undefined ? '' : heap.name(script)
  return name !== '' && !name.startsWith('node:') && !/[\\/]node_modules[\\/]/.test(name)
}
