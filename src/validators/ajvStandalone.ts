import type { Heap } from '../recognise/heap.ts'
import type { Recogniser } from '../recognise/recogniser.ts'
import { edgeTarget, type NodeIndex } from '../snapshot/snapshot.ts'

/** Words of the parameters of every such function, constants of its bytecode, which no bundler renames. */
const words = ['instancePath', 'parentDataProperty', 'rootData']

/**
 * A function that Ajv 8 wrote into a file ahead of time (standalone/index.js). It is a function of the app like any
 * other until it was called: then it has `errors`, and bytecode with the names of what Ajv passes.
 */
export const validatorRecogniser: Recogniser = {
  name: 'ajv standalone validator',
  shape: ['errors'],

  recognise(heap, node) {
    if (heap.type(node) !== 'closure' || heap.property(node, 'schemaEnv') !== undefined) return
    if (heap.property(node, 'refVal') !== undefined || heap.generatedBy(node) !== undefined) return
    const [shared, script] = [heap.sharedFunction(node), heap.script(node)]
    // What packages bring along is no one's choice.
    if (script === undefined || /[\\/]node_modules[\\/]/.test(heap.name(script))) return
    if (shared === undefined || !hasConstants(heap, shared)) return
    return {
      kind: 'validator',
      leading: [node],
      library: 'ajv',
      closure: node,
      schema: null,
      source: null,
      part: null,
    }
  },
}

/** Whether the constants of a function hold all the words; they are a few code nodes away, how many depends on V8. */
function hasConstants(heap: Heap, shared: NodeIndex): boolean {
  const { firstEdge, edges } = heap.graph
  const found = new Set<string>()
  const seen = new Set([shared])
  let open = [shared]
  for (let depth = 0; depth < 4 && found.size < words.length; depth++) {
    const next: NodeIndex[] = []
    for (const node of open) {
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
        const target = edgeTarget(edges.word[edge])
        if (seen.has(target)) continue
        seen.add(target)
        const type = heap.type(target)
        const word = type === 'string' ? words.find((text) => heap.isNamed(target, text)) : undefined
        if (word !== undefined) found.add(word)
        if ((type === 'code' || type === 'array') && heap.script(target) === undefined && !isScript(heap, target)) {
          next.push(target)
        }
      }
    }
    open = next
  }
  return found.size === words.length
}

const isScript = (heap: Heap, node: NodeIndex): boolean => heap.internal(node, 'source') !== undefined
