import type { Heap } from '../recognise/heap.ts'
import type { Mark } from '../recognise/mark.ts'
import { isModuleScope } from '../recognise/moduleScope.ts'
import { prototypeChain } from '../recognise/prototypes.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/**
 * The scripts and module scopes in which the classes of routes and routers are written: the framework's, of each object the
 * last class before Node's own, since an app may extend what the framework gives.
 *
 * Where a file is loaded by itself the module cache holds them. In a bundle they may be held by nothing but handlers, whose
 * scope is that of the bundle, and yet they are no route's.
 */
export function classCode(heap: Heap, marks: readonly Mark[]): ReadonlySet<NodeIndex> {
  const found = new Set<NodeIndex>()
  const seen = new Set<NodeIndex>()
  for (const mark of marks) {
    if (mark.kind !== 'route' && mark.kind !== 'router') continue
    for (const node of mark.leading) {
      const prototype = heap.property(node, '__proto__')
      if (prototype === undefined || seen.size === seen.add(prototype).size) continue
      const written = classes(heap, prototype).at(-1)
      if (written !== undefined) addCode(heap, written, found)
    }
  }
  return found
}

/** The constructors of a chain of prototypes that are written in a file: V8's have no script, and those of Node's are named so. */
const classes = (heap: Heap, prototype: NodeIndex): NodeIndex[] =>
  prototypeChain(heap, prototype).flatMap((node) => {
    const own = heap.ownProperties(node).find(({ name }) => name === 'constructor')?.target
    const script = own === undefined || heap.type(own) !== 'closure' ? undefined : heap.script(own)
    return own !== undefined && script !== undefined && !heap.name(script).startsWith('node:') ? [own] : []
  })

function addCode(heap: Heap, written: NodeIndex, found: Set<NodeIndex>): void {
  const script = heap.script(written)
  if (script !== undefined) found.add(script)
  let scope = heap.internal(written, 'context')
  for (; scope !== undefined && heap.isNamed(scope, 'system / Context'); scope = heap.internal(scope, 'previous'))
    if (isModuleScope(heap, scope)) found.add(scope)
}
