import type { Heap } from '../recognise/heap.ts'
import type { Mark, RouteMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { contentKey } from './contentKey.ts'

/** Objects in each other that are looked into. */
const mostDepth = 8

/**
 * Texts that two routes of one router with one handler share where what else decides how they answer is the same: the
 * functions before the handler, the middleware that is registered before the route, and its settings. These are compared by
 * content where they are documents, and what is in them else by the very functions and objects. Costs a look at the settings.
 */
export function answerTexts(heap: Heap, marks: readonly Mark[]): (route: RouteMark) => string {
  const middlewareBefore = new Map<RouteMark, number>()
  const counts = new Map<NodeIndex | null, number>()
  for (const mark of marks) {
    if (mark.kind !== 'route') continue
    const count = counts.get(mark.router) ?? 0
    middlewareBefore.set(mark, count)
    if (mark.middleware) counts.set(mark.router, count + 1)
  }
  return (route) => {
    const settings = route.settings?.() ?? []
    return [
      middlewareBefore.get(route),
      route.handlers.slice(0, -1).join(),
      ...settings.map(({ name, target }) => `${name}:${valueText(heap, target, mostDepth)}`).sort(),
    ].join('\n')
  }
}

function valueText(heap: Heap, node: NodeIndex, depth: number): string {
  const content = contentKey(heap, node)
  if (content !== null) return `#${content}`
  if (heap.type(node) === 'closure') return `@${heap.unbound(node)}`
  const isMadeOf = heap.type(node) === 'object' && depth > 0
  if (isMadeOf && heap.isNamed(node, 'Array'))
    return `[${heap.elements(node).map((element) => valueText(heap, element, depth - 1))}]`
  if (!isMadeOf || !heap.isNamed(node, 'Object')) return `@${node}`
  const parts = heap.entries(node).filter(({ name }) => !name.startsWith('<symbol'))
  return `{${parts.map(({ name, target }) => `${name}:${valueText(heap, target, depth - 1)}`).sort()}}`
}
