import type { Token } from 'js-tokens'
import type { Heap } from '../recognise/heap.ts'
import { remembered } from '../recognise/remembered.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { functionTokens } from './functionTokens.ts'

/** Names that a text has where they can be those of variables. */
export interface FunctionNames {
  readonly all: ReadonlySet<string>
  /** Those of which more is done than to read a property (`router.stack.length`): that are called, handed on, or have a method called. */
  readonly used: ReadonlySet<string>
  /** Those of them that stand alone: called, handed on, or assigned as they are. */
  readonly handedOn: ReadonlySet<string>
  /** Names of properties, behind a dot or as a string. */
  readonly properties: ReadonlySet<string>
  /** Whether something is looked up by an expression: `table[version]` may be any property. */
  readonly looksUp: boolean
}

/**
 * Names that the text of a function has, where they can be those of variables; undefined where the heap does not have its
 * text. Costs a walk of the text, once for all functions that share it.
 */
export function functionNamesOf(heap: Heap): (closure: NodeIndex) => FunctionNames | undefined {
  const scriptOf = remembered((source) => linesOf(heap.string(source)))
  const known = new Map<NodeIndex, FunctionNames | undefined>()
  const read = (closure: NodeIndex) => {
    const place = /:(\d+):(\d+)$/.exec(heap.location(closure) ?? '')
    const source = heap.source(closure)
    if (place === null || source === undefined) return undefined
    const script = scriptOf(source)
    const start = script?.lines[Number(place[1]) - 1]
    return start === undefined ? undefined : functionNames(script!.text.slice(start + Number(place[2]) - 1))
  }
  return (closure) => {
    const shared = heap.sharedFunction(closure) ?? closure
    if (!known.has(shared)) known.set(shared, read(closure))
    return known.get(shared)
  }
}

/** A text with the offsets of its lines. */
function linesOf(text: string | undefined) {
  if (text === undefined) return null
  const lines = [0, ...Array.from(text.matchAll(/\r\n|[\n\r\u2028\u2029]/g), ({ index, 0: end }) => index + end.length)]
  return { text, lines }
}

type NameSets = [all: Set<string>, used: Set<string>, handedOn: Set<string>, properties: Set<string>]

const dots = new Set(['.', '?.'])

/**
 * The same for a text that begins with a function, at its parameters as V8 places it, or before; what follows does not count. Names of
 * properties behind a dot are left out, and so are parameters that are nothing but names: with these it means nothing else.
 */
export function functionNames(text: string): FunctionNames {
  const [all, used, handedOn, properties] = Array.from({ length: 4 }, () => new Set<string>()) as NameSets
  let looksUp = false
  const inHead: Token[] = []
  let last: Token | undefined
  /** The last name, and how much of `name.property` there is. */
  let [name, step] = ['', 0]
  for (const [token, isHead] of functionTokens(text)) {
    const { type, value } = token
    const isProperty = dots.has(last?.value ?? '')
    const goesOn = step === 0 ? dots.has(value) : step === 1 && type === 'IdentifierName'
    const isRead = step === 2 && value !== '(' && value !== '?.'
    if (!goesOn && !isRead) used.add(name)
    if (step === 0 && !goesOn && value !== '[') handedOn.add(name)
    if (goesOn) step++
    if (type === 'IdentifierName' && !isProperty) {
      all.add(value)
      ;[name, step] = [value, 0]
    } else if (!goesOn) {
      name = ''
    }
    if (isProperty) properties.add(value)
    if (type === 'StringLiteral') properties.add(value.slice(1, -1))
    if (value === '[' && endsValue(last)) looksUp = true
    last = token
    if (isHead) inHead.push(token)
  }
  if (step === 0) for (const names of [used, handedOn]) names.add(name)
  for (const parameter of ['', ...plainParameters(inHead)])
    for (const names of [all, used, handedOn]) names.delete(parameter)
  return { all, used, handedOn, properties, looksUp }
}

/** Whether a text can mean a property by one of its names: behind a dot, as a string, or taken out of an object. */
export const isNamed = ({ properties, all }: FunctionNames, property: string): boolean => {
  const name = property.replace(/^[gs]et /, '')
  return properties.has(name) || all.has(name)
}

/** Whether what follows in brackets is looked up in a value. */
const endsValue = (token: Token | undefined): boolean =>
  token !== undefined && (token.type === 'IdentifierName' || [')', ']', '?.'].includes(token.value))

/** Those of a head that has nothing but names between its brackets, or the one in front of an arrow. */
function plainParameters(head: readonly Token[]): string[] {
  const first = head.findIndex(({ value }) => value === '(')
  if (first < 0) return head.at(-1)?.value === '=>' ? [head.at(-2)!.value] : []
  const tokens = head.slice(
    first + 1,
    head.findIndex(({ value }) => value === ')'),
  )
  const plain = tokens.every(({ type, value }) => type === 'IdentifierName' || value === ',' || value === '...')
  return plain ? tokens.filter(({ type }) => type === 'IdentifierName').map(({ value }) => value) : []
}
