import type { Heap } from '../recognise/heap.ts'
import type { RouteMark } from '../recognise/mark.ts'
import { scopeVariables } from '../recognise/scopeVariables.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/** What a router puts around one function of a route or of middleware: an object that holds that function alone. */
export interface Layer {
  readonly route: RouteMark
  readonly node: NodeIndex
  /** The function as the layer holds it, bound or wrapped. */
  readonly held: NodeIndex
  /** Whether it is the last function of its route, the one that answers. */
  readonly answers: boolean
}

/** The layers of a route, as far as they are among the nodes that lead it. */
export function layersOf(heap: Heap, route: RouteMark): Layer[] {
  return route.leading.flatMap((node) => {
    if (heap.type(node) !== 'object') return []
    const functions = new Set(
      heap
        .ownProperties(node)
        .flatMap(({ name, target }) => (name !== 'constructor' && heap.type(target) === 'closure' ? [target] : [])),
    )
    const [held] = functions
    const handler = functions.size === 1 ? handlerIn(heap, route, held) : undefined
    return handler === undefined ? [] : [{ route, node, held, answers: handler === route.handlers.at(-1) }]
  })
}

/** The handler that is held, or that a wrapper has in its scope. A wrapper of several layers hides the one that answers. */
function handlerIn(heap: Heap, { handlers, wrappers }: RouteMark, held: NodeIndex): NodeIndex | undefined {
  const inner = heap.unbound(held)
  if (handlers.includes(inner)) return inner
  const wrapped = scopeVariables(heap, inner).find((node) => handlers.includes(heap.unbound(node)))
  return wrapped ?? (wrappers?.includes(inner) === true ? handlers.at(-1) : undefined)
}

/** The layer alone, as what could go. */
export const layerMark = ({ route, node }: Layer): RouteMark => ({ ...route, leading: [node] })
