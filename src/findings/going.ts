import type { Mark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/**
 * These marks with what goes with them: nodes that lead a route or a router which stays too are left out, as a contract that
 * a GET route and its HEAD route are both built on. What is none of `marks` names a part of one, and goes as it is.
 */
export function going(marks: readonly Mark[], removable: readonly Mark[]): readonly Mark[] {
  const shared = sharedNodes(marks)
  if (shared.size === 0) return removable
  const removed = new Set(removable)
  const whole = new Set<Mark>()
  const staying = new Set<NodeIndex>()
  for (const [node, led] of shared) {
    if (led.every((mark) => removed.has(mark))) continue
    staying.add(node)
    for (const mark of led) whole.add(mark)
  }
  return removable.map((mark) =>
    whole.has(mark) ? { ...mark, leading: mark.leading.filter((node) => !staying.has(node)) } : mark,
  )
}

const known = new WeakMap<readonly Mark[], ReadonlyMap<NodeIndex, readonly Mark[]>>()

/** Nodes that lead several routes or routers, and these. */
function sharedNodes(marks: readonly Mark[]): ReadonlyMap<NodeIndex, readonly Mark[]> {
  const found = known.get(marks) ?? ledBySeveral(marks)
  known.set(marks, found)
  return found
}

function ledBySeveral(marks: readonly Mark[]): Map<NodeIndex, Mark[]> {
  const [firsts, found] = [new Map<NodeIndex, Mark>(), new Map<NodeIndex, Mark[]>()]
  for (const mark of marks) {
    if (mark.kind !== 'route' && mark.kind !== 'router') continue
    for (const node of mark.leading) {
      const first = firsts.get(node)
      if (first === undefined) firsts.set(node, mark)
      else if (first !== mark) found.set(node, [...new Set([...(found.get(node) ?? [first]), mark])])
    }
  }
  return found
}
