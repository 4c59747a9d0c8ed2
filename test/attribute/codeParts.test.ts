import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { ownersOf } from '../../src/attribute/attribution.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import { groupsByPart, partColumn, partNames, shareByPart } from '../../src/attribute/parts.ts'
import { appHeap } from '../helpers/appHeap.ts'

test('feedback and baseline code of a validator that ran often are code of that validator', async () => {
  const { heap, marks } = await appHeap('test/attribute/fixtures/hot.mjs', 'ajv')
  const { owners, fold } = owningMarks(heap.graph, marks)
  const attribution = attribute(heap.graph, owners, fold)
  const column = partColumn(heap, attribution, marks)
  const shares = shareByPart(attribution, groupsByPart(attribution.fold, column))
  const kept = Array.from({ length: heap.graph.nodeCount }, (_, node) => node).filter(
    (node) => heap.property(node, 'cold') !== undefined && heap.property(node, 'hot') !== undefined,
  )
  const [cold, hot] = ['cold', 'hot'].map((name) => {
    const closure = heap.property(kept[0], name)
    const owner = owners.findIndex((mark) => mark.kind === 'validator' && mark.closure === closure)
    const parts = [...shares.slice(owner * partNames.length, (owner + 1) * partNames.length)]
    expect(parts.reduce((sum, bytes) => sum + bytes, 0)).toBe(attribution.share[owner])
    const own = [...column.keys()].filter(
      (node) => ownersOf(attribution, attribution.ownerSet[node]).join() === `${owner}`,
    )
    const partsOf = (pattern: RegExp) =>
      own.filter((node) => pattern.test(heap.name(node))).map((node) => partNames[column[node]])
    return {
      code: parts[partNames.indexOf('bytecode')],
      text: parts[partNames.indexOf('sourceText')],
      feedback: partsOf(/FeedbackVector$/),
      baseline: partsOf(/^\((?:code|instruction stream) for validate/),
    }
  })
  expect(cold).toMatchObject({ feedback: [], baseline: [] })
  expect(hot.feedback).toEqual(['bytecode'])
  expect(new Set(hot.baseline)).toEqual(new Set(['bytecode']))
  // More than twice what bytecode alone takes; the text is the same but for the length of a name.
  expect(hot.code).toBeGreaterThan(2 * cold.code)
  expect(Math.abs(hot.text - cold.text)).toBeLessThan(64)
})
