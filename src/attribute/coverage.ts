import type { Heap } from '../recognise/heap.ts'
import { packageName } from '../recognise/packageName.ts'
import { type Bytes, edgeTarget, type NodeIndex, selfSize } from '../snapshot/snapshot.ts'
import type { Attribution } from './attribution.ts'
import { unreachable } from './attribution.ts'

/** What new bytes without an owner are, by what holds them. The order is that of the report. */
export const categoryNames = ['sourceText', 'compiledCode', 'hiddenClasses', 'moduleObjects', 'runtime'] as const
export type CategoryName = (typeof categoryNames)[number]

/** How much of what came with composition is accounted for. All bytes are of nodes that are new and reachable. */
export interface Coverage {
  readonly addedBytes: Bytes
  /** With an owner: routes, routers, validators, registries, and what is ours. */
  readonly ownedBytes: Bytes
  /** Background by category. */
  readonly categories: Readonly<Record<CategoryName, Bytes>>
  /** The same background by the package whose code it is or that holds it; the largest first. */
  readonly packages: readonly { readonly name: string; readonly bytes: Bytes }[]
  /** Neither. */
  readonly unexplainedBytes: Bytes
}

const packagesShown = 20
const none = 0

/**
 * Sorts what composition added. Background is told apart by walks over what is new, each through what the earlier ones
 * left: from the sources of scripts, from compiled code, from hidden classes, then from the functions of modules and
 * their scopes into the objects that they hold. What is left belongs to V8 and Node.js, or to nobody.
 *
 * Exact in the sum; an object that two packages hold counts for the one that comes first. Costs a walk of what is new.
 */
export function coverage(heap: Heap, attribution: Attribution, isNew: Uint8Array): Coverage {
  const { graph } = attribution
  const { nodes, meta } = graph.snapshot
  const { firstEdge, strong, nodeCount } = graph
  const { word } = graph.edges
  const category = new Uint8Array(nodeCount)
  const packageOf = new Uint16Array(nodeCount)
  const names = packageNames(heap)
  const typed = (...types: string[]): Uint8Array =>
    Uint8Array.from(meta.nodeTypes, (type) => (types.includes(type) ? 1 : 0))
  const { background, ownedBytes } = sorted(attribution, isNew)
  // 1 for new background that has no category yet.
  const open = new Uint8Array(nodeCount)
  for (let at = 0; at < background.length; at++) open[background[at]] = 1

  const queue = new Uint32Array(background.length)
  const spread = (name: CategoryName, seeds: readonly NodeIndex[], enters: Uint8Array): void => {
    const code = categoryNames.indexOf(name) + 1
    // In the order of the seeds, nearest first: what several packages hold goes to the one that is nearest.
    let length = 0
    for (const seed of seeds) {
      category[seed] = code
      open[seed] = 0
      queue[length++] = seed
    }
    for (let at = 0; at < length; at++) {
      const node = queue[at]
      for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
        const target = edgeTarget(word[edge])
        if (open[target] === 0 || enters[nodes.type[target]] === 0) continue
        if (((strong[edge >>> 5] >>> (edge & 31)) & 1) === 0) continue
        category[target] = code
        open[target] = 0
        packageOf[target] = packageOf[node]
        queue[length++] = target
      }
    }
  }

  const values = ['string', 'concatenated string', 'sliced string', 'number', 'symbol', 'bigint']
  const seedsOf = (wanted: Uint8Array): NodeIndex[] => {
    const found: NodeIndex[] = []
    for (let at = 0; at < background.length; at++) {
      const node = background[at]
      if (open[node] === 1 && wanted[nodes.type[node]] === 1) found.push(node)
    }
    return found
  }
  const code = seedsOf(typed('code'))
  for (const node of code) packageOf[node] = names.ofCode(node)
  const sources = code.flatMap((node) => {
    const source = heap.internal(node, 'source')
    if (source === undefined || open[source] === 0) return []
    packageOf[source] = packageOf[node]
    return [source]
  })
  spread('sourceText', [...new Set(sources)], typed(...values))
  const inner = typed('code', 'array', 'hidden', ...values)
  spread(
    'compiledCode',
    code.filter((node) => packageOf[node] !== 0),
    inner,
  )
  spread('compiledCode', seedsOf(typed('code')), inner)
  spread('hiddenClasses', seedsOf(typed('object shape')), typed('object shape', 'array', 'hidden', ...values))
  const functions = seedsOf(typed('closure'))
  for (const node of functions) packageOf[node] = names.ofClosure(node)
  const everything = typed(...meta.nodeTypes)
  spread('moduleObjects', functions, everything)
  spread('runtime', seedsOf(typed('native', 'hidden', 'array', 'synthetic', ...values)), everything)
  return totals()

  function totals(): Coverage {
    const bytes = new Float64Array(categoryNames.length + 1)
    const byPackage = new Float64Array(names.count() + 1)
    for (let at = 0; at < background.length; at++) {
      const node = background[at]
      const size = selfSize(nodes, node)
      bytes[category[node]] += size
      byPackage[packageOf[node]] += size
    }
    const packages = Array.from(byPackage, (bytes, number) => ({ name: names.text(number), bytes }))
      .slice(1)
      .filter(({ bytes }) => bytes > 0)
    packages.sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1))
    return {
      addedBytes: bytes.reduce((sum, some) => sum + some, ownedBytes),
      ownedBytes,
      categories: Object.fromEntries(categoryNames.map((name, at) => [name, bytes[at + 1]])) as Coverage['categories'],
      packages: packages.slice(0, packagesShown),
      unexplainedBytes: bytes[none],
    }
  }
}

/** What is new: the nodes in the background, and the bytes that are owned. */
function sorted({ graph, ownerSet }: Attribution, isNew: Uint8Array) {
  const background = new Uint32Array(graph.nodeCount)
  let count = 0
  let ownedBytes = 0
  for (let node = 0; node < isNew.length; node++) {
    if (isNew[node] === 0 || ownerSet[node] === unreachable) continue
    if (ownerSet[node] === 0) background[count++] = node
    else ownedBytes += selfSize(graph.snapshot.nodes, node)
  }
  return { background: background.subarray(0, count), ownedBytes }
}

/** Names of packages by number, from the paths of scripts; 0 is no name. */
function packageNames(heap: Heap) {
  const numbers = new Map<string, number>()
  const known = new Map<NodeIndex, number>()
  const ofScript = (script: NodeIndex | undefined): number => {
    if (script === undefined) return 0
    let number = known.get(script)
    if (number === undefined) {
      const name = packageName(heap.name(script))
      number = name === '' ? 0 : (numbers.get(name) ?? numbers.size + 1)
      if (number !== 0) numbers.set(name, number)
      known.set(script, number)
    }
    return number
  }
  return {
    /** Of a Script, or of a function's shared code. */
    ofCode: (node: NodeIndex): number =>
      ofScript(
        heap.internal(node, 'source') === undefined
          ? (heap.internal(node, 'script') ?? heap.internal(node, 'script_or_debug_info'))
          : node,
      ),
    ofClosure: (node: NodeIndex): number => ofScript(heap.script(heap.unbound(node))),
    count: (): number => numbers.size,
    text: (number: number): string => [...numbers.keys()][number - 1],
  }
}
