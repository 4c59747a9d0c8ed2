import type { Heap } from '../recognise/heap.ts'
import { remembered } from '../recognise/remembered.ts'
import { edgeTarget, edgeType, type NodeIndex } from '../snapshot/snapshot.ts'
import { contentKey } from './contentKey.ts'
import { shortKey } from './generatedCode.ts'
import { structureKeys } from './structureKey.ts'

/** Keys of what validators of Ajv do beside their code. */
export interface ScopeValues {
  /** Of the values that a generated function took from the scope of its instance: formats, keywords, patterns, other validators. */
  ofValidator(closure: NodeIndex): string
  /** Of the options, formats and keywords of an instance: what another one must have as well to generate the same. */
  ofInstance(instance: NodeIndex): string
}

/** From validator to validator. What asks for each other in a circle has no end, and differs within a few if at all. */
const mostSteps = 16

/**
 * Equal keys only where the values are the same nodes, equal data, patterns or functions, or validators that are equal
 * themselves. What cannot be told is equal only to itself. A generated function closes over what it uses:
 * `formats0`, `keyword3`, and its instance as `self` where it calls a keyword's function, which may ask it for anything.
 */
export function scopeValues(heap: Heap): ScopeValues {
  const { snapshot, firstEdge, edges } = heap.graph
  const variable = snapshot.meta.edgeTypes.indexOf('context')
  const structureKey = structureKeys(heap, new Set())

  /** Names are numbered through in each instance. */
  const variables = (closure: NodeIndex): { name: string; target: NodeIndex }[] => {
    const context = heap.internal(closure, 'context')
    if (context === undefined) return []
    const found: { name: string; target: NodeIndex }[] = []
    for (let edge = firstEdge[context]; edge < firstEdge[context + 1]; edge++) {
      if (edgeType(edges.word[edge]) !== variable) continue
      const name = snapshot.strings.text(edges.nameOrIndex[edge]).replace(/\d+$/, '')
      found.push({ name, target: edgeTarget(edges.word[edge]) })
    }
    return found
  }

  const ofAny = remembered((node: NodeIndex): string => {
    const content = contentKey(heap, node)
    if (content !== null) return `=${content}`
    return structureKey({ root: node, outlines: [] }) ?? `@${node}`
  })

  const ofValue = (node: NodeIndex, steps: number): string => {
    const isObject = heap.type(node) === 'object'
    const schemaEnv = isObject && heap.property(node, 'schema') !== undefined
    const validator = schemaEnv ? heap.property(node, 'validate') : node
    if (validator === undefined || heap.property(validator, 'schemaEnv') === undefined) return ofAny(node)
    return bySteps[steps](validator)
  }
  const ofVariables = (closure: NodeIndex, steps: number): string =>
    variables(closure)
      .map(({ name, target }) => `${name}:${ofValue(target, steps)}`)
      .join()
  const ofOther = (validator: NodeIndex, steps: number): string => {
    const schema = heap.property(validator, 'schema')
    const source = heap.source(validator)
    const code = source === undefined ? undefined : heap.string(source)
    if (code === undefined) return `@${validator}`
    const plain = code.replace(/\d+/g, '')
    const document = schema === undefined ? '' : ofAny(schema)
    return shortKey(`${plain} ${document} ${steps === 0 ? '' : ofVariables(validator, steps - 1)}`)
  }
  /** By how many steps are looked on from there: each validator once for each, however many ways lead to it. */
  const bySteps = Array.from({ length: mostSteps }, (_, steps) => remembered((validator) => ofOther(validator, steps)))

  const ofProperties = (object: NodeIndex | undefined): string =>
    object === undefined
      ? ''
      : heap
          .ownProperties(object)
          .map(({ name, target }) => `${name}:${ofAny(target)}`)
          .sort()
          .join()

  return {
    ofValidator: remembered((closure) => ofVariables(closure, mostSteps - 1)),
    ofInstance: remembered((instance) => {
      const rules = heap.property(instance, 'RULES')
      const parts = [
        heap.property(instance, 'opts'),
        heap.property(instance, 'formats'),
        rules && heap.property(rules, 'all'),
      ]
      return shortKey(parts.map(ofProperties).join(';'))
    }),
  }
}
