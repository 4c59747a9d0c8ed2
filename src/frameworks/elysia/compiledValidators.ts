import type { Heap } from '../../recognise/heap.ts'
import type { ValidatorMark } from '../../recognise/mark.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'

const parts: Readonly<Record<string, string>> = {
  body: 'body',
  headers: 'headers',
  params: 'params',
  query: 'querystring',
  cookie: 'cookie',
}

/**
 * The validators of a route that were compiled, which happens at its first request, for each copy of it anew. They are
 * in a variable of the generated handler (`composeHandler`); the text of that one survives bundlers, and its names too.
 */
export function compiledValidators(heap: Heap, record: NodeIndex): ValidatorMark[] {
  const composed = heap.property(record, 'composed')
  const scope = composed === undefined ? undefined : heap.internal(composed, 'context')
  const validators = scope === undefined ? undefined : heap.variable(scope, 'validator')
  if (validators === undefined) return []
  const requests = Object.entries(parts).flatMap(([name, part]) =>
    validatorMarks(heap, heap.property(validators, name), part),
  )
  const responses = heap.property(validators, 'response')
  const ofStatus = responses === undefined ? [] : heap.elements(responses)
  return [...requests, ...ofStatus.flatMap((validator) => validatorMarks(heap, validator, 'response'))]
}

/** A `TypeCheck` of TypeBox. What Elysia puts around schemas of other libraries generates nothing. */
function validatorMarks(heap: Heap, check: NodeIndex | undefined, part: string): ValidatorMark[] {
  const closure = check === undefined ? undefined : heap.property(check, 'checkFunc')
  if (check === undefined || closure === undefined || heap.generatedBy(closure) === undefined) return []
  return [
    {
      kind: 'validator',
      leading: [closure, check],
      library: 'typebox',
      closure,
      schema: heap.property(check, 'schema') ?? null,
      source: heap.source(closure) ?? null,
      part,
    },
  ]
}
