import type { Heap } from '../../recognise/heap.ts'
import { isModuleScope } from '../../recognise/moduleScope.ts'
import { variablesOf } from '../../recognise/scopeVariables.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

/** What a function that koa-mount made closes over. */
export interface MountScope {
  readonly prefix: string | null
  readonly downstream: NodeIndex
}

/** Variables of `mount(prefix, app)`: prefix, downstream, trailingSlash, name, and the function `match` where it is not inlined. */
const variableCounts = [4, 5]

/**
 * Whether a scope is that of `mount()` of koa-mount 1 to 4, by the names of its variables, or where a minifier took these by
 * what they hold: a path, whether it ends with a slash, a function of another scope, the name of that one or `unnamed`, at
 * most one function of this scope, and nothing else.
 */
export function mountScope(heap: Heap, scope: NodeIndex): MountScope | undefined {
  const values = variablesOf(heap, scope)
  if (!variableCounts.includes(values.length) || isModuleScope(heap, scope)) return undefined
  const functions = values.filter((value) => heap.type(value) === 'closure')
  const others = functions.filter((value) => heap.internal(value, 'context') !== scope)
  if (functions.length !== values.length - 3 || others.length !== 1) return undefined
  const [downstream] = others
  const named = heap.variable(scope, 'prefix')
  if (named !== undefined && heap.variable(scope, 'downstream') === downstream)
    return { prefix: heap.string(named) ?? null, downstream }

  const booleans = values.flatMap((value) => heap.oddball(value) ?? [])
  const texts = values.flatMap((value) => heap.string(value) ?? [])
  const prefix = texts.find((text) => text.startsWith('/'))
  if (prefix === undefined || texts.length !== 2 || booleans.length !== 1) return undefined
  const isNamed = isNameOf(heap, downstream, texts.find((text) => text !== prefix) ?? '')
  return isNamed && booleans[0] === String(prefix.endsWith('/')) ? { prefix, downstream } : undefined
}

/** What koa-mount calls the function that it hands requests to; an app has no name. */
function isNameOf(heap: Heap, downstream: NodeIndex, text: string): boolean {
  if (text === 'unnamed') return true
  return text !== '' && text.replace(/^(bound )+/, '') === heap.name(heap.unbound(downstream))
}
