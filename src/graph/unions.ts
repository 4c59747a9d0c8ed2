import { type Lists, wider } from './lists.ts'
import type { SetIndex, SetTable } from './setTable.ts'

/**
 * By node: the union of the sets of all nodes that lead to it over `links`, its own included. `own` lists the sets that
 * a node has by itself; every node shall have a set in the end, by itself or from another one.
 *
 * Exact. Nodes on a cycle have the same sets, so the cycles are folded first (strongly connected components) and the
 * sets then flow once along what is left: linear in the links, whatever the number of sets.
 */
export function unions(links: Lists, own: Lists, sets: SetTable): Uint32Array {
  const { component, order, start } = components(links)
  const result = new Uint32Array(component.length)
  const incoming = incomingSets(start.length - 1, sets)
  // Components were completed targets first, so none has a predecessor that is still to come after the last one.
  for (let at = start.length - 2; at >= 0; at--) {
    for (let i = start[at]; i < start[at + 1]; i++) {
      for (let item = own.first[order[i]]; item < own.first[order[i] + 1]; item++) incoming.add(at, own.items[item])
    }
    const set = incoming.single(at) ?? incoming.union(at)
    for (let i = start[at]; i < start[at + 1]; i++) {
      const node = order[i]
      result[node] = set
      for (let link = links.first[node]; link < links.first[node + 1]; link++) {
        const to = component[links.items[link]]
        if (to !== at) incoming.add(to, set)
      }
    }
  }
  return result
}

/** Growing lists of sets, one a component. A set that repeats the one before it is not stored again. */
function incomingSets(
  count: number,
  sets: SetTable,
): {
  add(component: number, set: SetIndex): void
  /** The one set of a component; undefined where it has none or several. */
  single(component: number): SetIndex | undefined
  union(component: number): SetIndex
} {
  // Links are one higher than their place, 0 is none.
  const head = new Uint32Array(count)
  let set = new Uint32Array(1024)
  let next = new Uint32Array(1024)
  let several = new Uint32Array(1024)
  let length = 0
  return {
    add(component, one) {
      const link = head[component]
      if (link !== 0 && set[link - 1] === one) return
      if (length === set.length) {
        set = wider(set)
        next = wider(next)
      }
      set[length] = one
      next[length] = link
      head[component] = ++length
    },
    single(component) {
      const link = head[component]
      return link !== 0 && next[link - 1] === 0 ? set[link - 1] : undefined
    },
    union(component) {
      let size = 0
      for (let link = head[component]; link !== 0; link = next[link - 1]) {
        if (size === several.length) several = wider(several)
        several[size++] = set[link - 1]
      }
      return sets.union(several, size)
    },
  }
}

interface Components {
  /** By node: its component. */
  readonly component: Uint32Array
  /** The nodes, component by component, in order of completion: targets first. */
  readonly order: Uint32Array
  /** Component c is order[start[c]] .. order[start[c + 1] - 1]. */
  readonly start: Uint32Array
}

/** Strongly connected components (Tarjan 1972, with an explicit stack). */
function components({ first, items }: Lists): Components {
  const count = first.length - 1
  const component = new Uint32Array(count)
  const low = new Uint32Array(count)
  const number = new Uint32Array(count)
  const open = new Uint32Array(count)
  const call = new Uint32Array(count)
  const callLink = new Uint32Array(count)
  const order = new Uint32Array(count)
  const start = new Uint32Array(count + 1)
  // A completed node, so that nobody's number is lower.
  const completedNumber = count + 1
  let visited = 0
  let opened = 0
  let completed = 0
  let found = 0
  let depth = 0

  for (let root = 0; root < count; root++) {
    // The node to enter next, or none.
    let next = number[root] === 0 ? root : none
    while (next !== none || depth > 0) {
      if (next !== none) {
        number[next] = low[next] = ++visited
        open[opened++] = next
        call[depth] = next
        callLink[depth++] = first[next]
        next = none
      }
      const node = call[depth - 1]
      let link = callLink[depth - 1]
      for (const end = first[node + 1]; link < end && next === none; link++) {
        const target = items[link]
        if (number[target] === 0) next = target
        else if (number[target] < low[node]) low[node] = number[target]
      }
      callLink[depth - 1] = link
      if (next !== none) continue
      depth--
      if (depth > 0 && low[node] < low[call[depth - 1]]) low[call[depth - 1]] = low[node]
      if (low[node] !== number[node]) continue
      let member: number
      do {
        member = open[--opened]
        component[member] = found
        number[member] = completedNumber
        order[completed++] = member
      } while (member !== node)
      start[++found] = completed
    }
  }
  return { component, order, start: start.subarray(0, found + 1) }
}

const none = -1
