import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'

/** A question about single nodes of one heap that is worked out once for each. One whose answer is undefined is asked again. */
export function remembered<Answer>(ask: (node: NodeIndex) => Answer): (node: NodeIndex) => Answer {
  const known = new Map<NodeIndex, Answer>()
  return (node) => {
    const found = known.get(node)
    if (found !== undefined) return found
    const answer = ask(node)
    known.set(node, answer)
    return answer
  }
}

/** What is worked out about a heap as a whole, once for whoever asks. */
export function oncePerHeap<T>(work: (heap: Heap) => T): (heap: Heap) => T {
  const known = new WeakMap<Heap, { readonly answer: T }>()
  return (heap) => {
    const found = known.get(heap) ?? { answer: work(heap) }
    known.set(heap, found)
    return found.answer
  }
}

/**
 * Questions about single nodes for whoever is asked about several heaps: what many functions share in their scope, as an array with
 * all that an app knows, is asked about for every one of them.
 */
export function rememberedByHeap<T>(ask: (heap: Heap, node: NodeIndex) => T): (heap: Heap, node: NodeIndex) => T {
  const answersOf = oncePerHeap(() => new Map<NodeIndex, T>())
  return (heap, node) => {
    const answers = answersOf(heap)
    if (!answers.has(node)) answers.set(node, ask(heap, node))
    return answers.get(node)!
  }
}
