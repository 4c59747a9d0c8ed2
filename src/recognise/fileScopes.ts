import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { Heap } from './heap.ts'
import { variableNames } from './scopeVariables.ts'

const known = new WeakMap<Heap, ReadonlySet<NodeIndex>>()

/**
 * Scopes of files that stand in one function, which the file begins with and calls at once, as bundlers write them and people
 * too: all that the file declares is there, as that of other files is in the scope of their module. The scope of the
 * module itself has nothing of the file's own, and all its functions are in the other. A function like that inside a file
 * may be around one router and what calls it, and is none of these. One pass over the functions.
 */
export function fileScopes(heap: Heap): ReadonlySet<NodeIndex> {
  const found = known.get(heap) ?? search(heap)
  known.set(heap, found)
  return found
}

function search(heap: Heap): Set<NodeIndex> {
  const { type, count } = heap.graph.snapshot.nodes
  const closure = heap.graph.snapshot.meta.nodeTypes.indexOf('closure')
  const begins = beginsWithCall(heap)
  /** By script: the scope that its functions are in, null where it is not one. */
  const scopes = new Map<NodeIndex, NodeIndex | null>()
  /** Functions right in the scope of the module: one that waits for something may be the one around all. */
  const outside: [script: NodeIndex, closure: NodeIndex][] = []
  for (let node = 0; node < count; node++) {
    if (type[node] !== closure) continue
    const script = heap.script(node)
    if (script === undefined || !begins(script, node)) continue
    const [module, scope] = outermost(heap, node)
    if (module === undefined) continue
    if (scope === undefined) outside.push([script, node])
    else scopes.set(script, [undefined, scope].includes(scopes.get(script)!) && isEmpty(heap, module) ? scope : null)
  }
  for (const [script, node] of outside) {
    const scope = scopes.get(script)
    if (scope != null && scopeInfoOf(heap, node) !== heap.internal(scope, 'scope_info')) scopes.set(script, null)
  }
  return new Set([...scopes.values()].filter((scope) => scope !== null))
}

/** The scope under the realm that a function is in, and the one next to it. */
function outermost(heap: Heap, closure: NodeIndex): [module?: NodeIndex, next?: NodeIndex] {
  const scopes: NodeIndex[] = []
  let scope = heap.internal(closure, 'context')
  while (scope !== undefined && heap.isNamed(scope, 'system / Context')) {
    scopes.unshift(scope)
    scope = heap.internal(scope, 'previous')
  }
  return scopes.slice(0, 2) as [NodeIndex?, NodeIndex?]
}

/** What Node hands to a CommonJS module. */
const handed = new Set(['exports', 'require', 'module', '__filename', '__dirname', 'this', 'arguments'])

/** V8's own names begin with a dot. */
const isEmpty = (heap: Heap, module: NodeIndex): boolean =>
  variableNames(heap, module).every((name) => handed.has(name) || name.startsWith('.'))

/** What V8 knows about the scope that a function makes when it is called. */
export function scopeInfoOf(heap: Heap, closure: NodeIndex): NodeIndex | undefined {
  const shared = heap.sharedFunction(closure)
  return shared === undefined ? undefined : heap.internal(shared, 'name_or_scope_info')
}

const before =
  /^(?:[\s;]+|\/\/.*|#!.*|\/\*[\s\S]*?\*\/|(["'])use strict\1|import\b\s*(?:[^"'()]*?\bfrom\s*)?(["'])[^"'\n]*\2)*/
const call =
  /^(?:(?:[!+~-]|void\b|await\b)?\s*\(\s*(?:async\b\s*)?(?:function\b|\([^()]*\)\s*=>|[\w$]+\s*=>)|[!+~-]\s*(?:async\s+)?function\b)/
/** What loaders put around the text of a CommonJS module. */
const wrapper = /^\(function\s*\w*\s*\(exports,\s*require\b/

/** Whether the text of a script begins with a function that is called at once. V8 cuts its tail, not its head. */
function beginsWithCall(heap: Heap): (script: NodeIndex, closure: NodeIndex) => boolean {
  const answers = new Map<NodeIndex, boolean>()
  return (script, closure) => {
    const answer = answers.get(script)
    if (answer !== undefined) return answer
    const source = heap.source(closure)
    const text = source === undefined || heap.generatedBy(closure) !== undefined ? '' : heap.name(source)
    const start = text.replace(before, '')
    answers.set(script, call.test(start) && !wrapper.test(start))
    return answers.get(script)!
  }
}
