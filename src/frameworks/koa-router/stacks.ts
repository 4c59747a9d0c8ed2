import { addTo } from '../../recognise/addTo.ts'
import type { Heap } from '../../recognise/heap.ts'
import type { RouterMark } from '../../recognise/mark.ts'
import { alternatives } from '../../recognise/mountPrefixes.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/**
 * The routers of each layer that is in several stacks: `use()` copied no layers before @koa/router 8. Those first that
 * something enters, and of these the outer ones, which have what is in the inner ones and more.
 */
export function routersByLayer(heap: Heap, marks: readonly RouterMark[]): ReadonlyMap<NodeIndex, readonly NodeIndex[]> {
  const stacks = marks.map((mark) => {
    const stack = heap.property(mark.leading[0], 'stack')
    return { mark, layers: new Set(stack === undefined ? [] : heap.elements(stack)) }
  })
  const isEntered = ({ entries = [] }: RouterMark): number => (entries.length > 0 ? 1 : 0)
  stacks.sort(
    (a, b) =>
      isEntered(b.mark) - isEntered(a.mark) ||
      b.layers.size - a.layers.size ||
      compared(a.mark.prefix ?? '', b.mark.prefix ?? '') ||
      a.mark.leading[0] - b.mark.leading[0],
  )
  const byLayer = new Map<NodeIndex, NodeIndex[]>()
  for (const { mark, layers } of stacks) {
    for (const layer of layers) addTo(byLayer, layer, mark.leading[0])
  }
  return new Map([...byLayer].filter(([, routers]) => routers.length > 1))
}

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** Where a route of these routers is mounted: at each place where one of them is. */
export function prefixOf(
  routers: readonly NodeIndex[],
  prefixes: ReadonlyMap<NodeIndex, string | null>,
): string | null {
  const texts = routers.flatMap((router) => prefixes.get(router) ?? (prefixes.has(router) ? null : []))
  if (texts.length === 0) return ''
  return texts.every((text) => text !== null) ? alternatives(texts.sort()) : null
}
