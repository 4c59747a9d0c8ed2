import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import type { HeapFacts } from '../../src/findings/facts.ts'
import { findRepeatedValidators } from '../../src/findings/repeatedValidator.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { heap } from '../helpers/heap.ts'
import { validator } from '../helpers/marks.ts'

test('the heaviest of equal validators stays, in whatever order the heap has them', () => {
  const names = ['first', 'called', 'last']
  const lines = names.map((name) => `${name}:closure "validate" 64 -> internal.code=${name}Code`)
  const savings = [lines, [...lines].reverse()].map((drawn) => {
    const { graph, node } = heap(`
      root -> ${names.join(' ')}
      ${drawn.join('\n')}
      firstCode:code 100
      calledCode:code 700
      lastCode:code 100
    `)
    const marks = names.map((name) => validator(node[name], null))
    const { owners, fold } = owningMarks(graph, marks)
    const attribution = attribute(graph, owners, fold)
    const equalValidators = [[...marks].sort((a, b) => a.closure - b.closure)]
    const facts = { heap: heapView(graph), marks, attribution, equalValidators } as unknown as HeapFacts
    return findRepeatedValidators(facts).map(({ savingBytes, groups }) => ({
      savingBytes,
      stays: names.find((name) => node[name] === groups[0][0].leading[0]),
    }))
  })
  expect(savings).toEqual([[{ savingBytes: 328, stays: 'called' }], savings[0]])
})
