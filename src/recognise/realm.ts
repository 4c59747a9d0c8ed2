import type { NodeIndex, Snapshot } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'

const realmName = 'system / NativeContext'

/** With the origin of the realm behind it, which may be empty: so the inspector and DevTools name it from V8 14 on. */
const withOrigin = `${realmName} / `

const isRealmName = (name: string): boolean => name === realmName || name.startsWith(withOrigin)

/** `global`, `Object / global`, `global (global*)`: what V8 calls global objects, each also with an origin. */
const globalName = /^(?:Object \/ global|global(?: \(global\*?\))?)(?: \/ .*)?$/s

/** Whether a node is a realm, below which the scopes of modules and scripts stand. */
export function isRealm(heap: Heap, node: NodeIndex): boolean {
  return isRealmName(heap.name(node))
}

/** Types of the nodes that realms and global objects are, without internals exposed and with them. */
const realmTypes = new Set(['hidden', 'native', 'object'])

/** Realms, their global objects, and `process`: from there everything is reached. One bit a node; costs a pass over all. */
export function realms({ nodes, meta, strings }: Snapshot): Uint8Array {
  const isType = meta.nodeTypes.map((type) => realmTypes.has(type))
  // By name: 0 where it was not asked for yet, 1 for no, 2 for yes.
  const answers = new Uint8Array(strings.count)
  const found = new Uint8Array(nodes.count)
  for (let node = 0; node < nodes.count; node++) {
    if (!isType[nodes.type[node]]) continue
    const name = nodes.name[node]
    if (answers[name] === 0) answers[name] = leadsEverywhere(strings.text(name)) ? 2 : 1
    if (answers[name] === 2) found[node] = 1
  }
  return found
}

const leadsEverywhere = (name: string): boolean => name === 'process' || isRealmName(name) || globalName.test(name)
