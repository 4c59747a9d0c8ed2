import { edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import { closures } from './closures.ts'
import type { Heap } from './heap.ts'
import { isRealm } from './realm.ts'
import { oncePerHeap } from './remembered.ts'

/**
 * Whether a scope is that of a file that stands in one function, which the file begins with and calls at once, as bundlers write
 * them and people too: all that the file declares is there, as that of other files is in the scope of their module. The scope
 * of the module itself has nothing of the file's own, and all its functions are in the other. A function like that inside a
 * file may be around one router and what calls it, and is none of these. One pass over the functions, where a scope could be.
 */
export function isFileScope(heap: Heap, scope: NodeIndex): boolean {
  const module = heap.internal(scope, 'previous')
  if (module === undefined || !isUnderRealm(heap, module) || !isEmpty(heap, module)) return false
  return fileScopes(heap).has(scope)
}

function isUnderRealm(heap: Heap, module: NodeIndex): boolean {
  const realm = heap.internal(module, 'previous')
  return realm !== undefined && isRealm(heap, realm)
}

/** What the functions of a script have told so far. */
interface Functions {
  /** One of them in the scope. */
  readonly inside: NodeIndex
  /** The scope of the module, and the one next to it that functions are in. */
  readonly module: NodeIndex
  readonly scope: NodeIndex
}

const fileScopes = oncePerHeap((heap): ReadonlySet<NodeIndex> => {
  const outermost = outermostScopes(heap)
  /** By script; null where not all functions are in one scope next to that of the module. */
  const scripts = new Map<NodeIndex, Functions | null>()
  /** By script, what V8 knows of a function right in the scope of the module: one that waits may be the one around all. */
  const around = new Map<NodeIndex, NodeIndex | undefined>()
  for (const node of closures(heap)) {
    const script = heap.script(node)
    const told = script === undefined ? null : scripts.get(script)
    if (script === undefined || told === null) continue
    const [module, scope] = outermost(node)
    if (module === undefined) continue
    if (scope !== undefined) {
      if (told === undefined) scripts.set(script, { inside: node, module, scope })
      else if (told.scope !== scope) scripts.set(script, null)
      continue
    }
    const info = scopeInfoOf(heap, node)
    if (around.has(script) && around.get(script) !== info) scripts.set(script, null)
    around.set(script, info)
  }
  const found = new Set<NodeIndex>()
  for (const [script, functions] of scripts) {
    if (functions === null || !isEmpty(heap, functions.module)) continue
    const { inside, scope } = functions
    if (around.has(script) && around.get(script) !== heap.internal(scope, 'scope_info')) continue
    if (beginsWithCall(heap, inside)) found.add(scope)
  }
  return found
})

type Outermost = readonly [module?: NodeIndex, next?: NodeIndex]

/** The scope under the realm that a function is in, and the one next to it. */
function outermostScopes(heap: Heap): (closure: NodeIndex) => Outermost {
  const known = new Map<NodeIndex, Outermost>()
  return (closure) => {
    const innermost = heap.internal(closure, 'context')
    if (innermost === undefined) return []
    const found = known.get(innermost) ?? outermost(heap, innermost)
    known.set(innermost, found)
    return found
  }
}

function outermost(heap: Heap, innermost: NodeIndex): Outermost {
  const scopes: NodeIndex[] = []
  for (let scope: NodeIndex | undefined = innermost; scope !== undefined; scope = heap.internal(scope, 'previous')) {
    if (!heap.isNamed(scope, 'system / Context')) break
    scopes.push(scope)
  }
  return scopes.reverse().slice(0, 2) as [NodeIndex?, NodeIndex?]
}

/** What Node hands to a CommonJS module. */
const handed = new Set(['exports', 'require', 'module', '__filename', '__dirname', 'this', 'arguments'])

/** The first variable of its own decides: V8's own names begin with a dot. */
function isEmpty({ graph }: Heap, module: NodeIndex): boolean {
  const { firstEdge, edges, snapshot } = graph
  const context = snapshot.meta.edgeTypes.indexOf('context')
  for (let edge = firstEdge[module]; edge < firstEdge[module + 1]; edge++) {
    if (edgeType(edges.word[edge]) !== context) continue
    const name = snapshot.strings.text(edges.nameOrIndex[edge])
    if (!handed.has(name) && !name.startsWith('.')) return false
  }
  return true
}

/** What V8 knows about the scope that a function makes when it is called. */
export function scopeInfoOf(heap: Heap, closure: NodeIndex): NodeIndex | undefined {
  const shared = heap.sharedFunction(closure)
  return shared === undefined ? undefined : heap.internal(shared, 'name_or_scope_info')
}

/**
 * Comments, directives, imports, and names that are set to a text: loaders of TypeScript put the path of the file in front
 * (`__filename="/app/main.ts";(()=>{`), since what they compiled is one line.
 */
const before =
  /^(?:[\s;]+|\/\/.*|#!.*|\/\*[\s\S]*?\*\/|(["'])use strict\1|import\b\s*(?:[^"'()]*?\bfrom\s*)?(["'])[^"'\n]*\2|[\w$.]+\s*=\s*(["'])(?:\\.|(?!\3)[^\\\n])*\3\s*;)*/
const call =
  /^(?:(?:[!+~-]|void\b|await\b)?\s*\(\s*(?:async\b\s*)?(?:function\b|\([^()]*\)\s*=>|[\w$]+\s*=>)|[!+~-]\s*(?:async\s+)?function\b)/
/** What loaders put around the text of a CommonJS module. */
const wrapper = /^\(function\s*\w*\s*\(exports,\s*require\b/

/** What an installed package keeps in a function around its file is of its own making, and what it was given. */
const installed = /[\\/]node_modules[\\/]/

/** Whether the text of a function's script begins with a function that is called at once. V8 cuts its tail, not its head. */
function beginsWithCall(heap: Heap, closure: NodeIndex): boolean {
  const source = heap.source(closure)
  if (source === undefined || heap.generatedBy(closure) !== undefined) return false
  const script = heap.script(closure)
  if (script !== undefined && installed.test(heap.name(script))) return false
  const start = headOf(heap, source).replace(before, '')
  return call.test(start) && !wrapper.test(start)
}

/** How much of a text V8 writes at least, and how many strings it may be joined of until then. */
const headLength = 1024
const mostParts = 4096

/** The beginning of a text, which is joined of several strings where a loader put something before or behind it. */
function headOf(heap: Heap, source: NodeIndex): string {
  let text = ''
  const open = [source]
  for (let parts = 0; parts < mostParts && text.length < headLength; parts++) {
    const part = open.pop()
    if (part === undefined) break
    const first = heap.internal(part, 'first')
    const second = heap.internal(part, 'second')
    if (first === undefined) text += heap.name(part)
    else open.push(...(second === undefined ? [first] : [second, first]))
  }
  return text
}
