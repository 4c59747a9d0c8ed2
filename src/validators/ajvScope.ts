import { addTo } from '../recognise/addTo.ts'
import type { Heap } from '../recognise/heap.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/** What Ajv itself keeps in a scope: shared by all that ask for it, or a mark of its own. All other values are of keywords. */
const ownPrefixes = new Set(['schema', 'validate', 'root', 'wrapper', 'func', 'formats', 'default', 'Error'])
const kinds = new Set(['object', 'closure', 'regexp'])

export type Asked = ReadonlyMap<NodeIndex, readonly NodeIndex[]>

/**
 * The values that keywords put into a scope for single validators (schemas that they expand to, parameters, expressions), and for
 * each the validators that ask for it: generated code begins with `const keyword7 = scope.keyword[3]` for all that it may use,
 * and its closure holds only what it does. None where the text of one of them cannot be read.
 */
export function valuesOfKeywords(heap: Heap, scope: NodeIndex, validators: readonly NodeIndex[]): Asked {
  const values = new Map<string, NodeIndex>()
  for (const { name, target } of heap.ownProperties(scope)) {
    if (ownPrefixes.has(name) || heap.name(target) !== 'Array') continue
    const entries = heap.entries(target).filter((entry) => kinds.has(heap.type(entry.target)))
    // Ajv itself has one regular expression for each text.
    const texts = new Set(entries.map((entry) => heap.name(entry.target)))
    if (name === 'pattern' && texts.size === entries.length) continue
    for (const entry of entries) values.set(`${name}[${entry.name}]`, entry.target)
  }
  const asked = new Map<NodeIndex, NodeIndex[]>()
  if (values.size === 0) return asked
  for (const validator of validators) {
    const source = heap.source(validator)
    const text = source === undefined ? undefined : heap.string(source)
    if (text === undefined) return new Map()
    for (const name of namesIn(text)) {
      const value = values.get(name)
      if (value !== undefined) addTo(asked, value, validator)
    }
  }
  return asked
}

function namesIn(text: string): string[] {
  const head = text.slice(0, text.indexOf('return '))
  return Array.from(head.matchAll(/\bscope\.(\w+\[\d+\])/g), ([, name]) => name)
}
