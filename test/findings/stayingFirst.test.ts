import { expect, test } from 'vitest'
import { findRepeatedSchemas } from '../../src/findings/repeatedSchema.ts'
import { heap } from '../helpers/heap.ts'
import { schema } from '../helpers/marks.ts'
import { schemaFacts } from '../helpers/schemaFacts.ts'

test('of schemas that share parts, those of one call stay together, in whatever order the heap has them', () => {
  const orders = [
    ['body', 'answer', 'otherBody', 'otherAnswer'],
    ['body', 'otherAnswer', 'otherBody', 'answer'],
  ]
  for (const names of orders) {
    const { graph, node } = heap(`
      root -> ${names.join(' ')} texts
      ${names.map((name) => `${name} "Object" ${/body/i.test(name) ? 80 : 40} -> fields=${/^other/.test(name) ? 'otherFields' : 'fields'} type=${/body/i.test(name) ? 'text' : 'other'}`).join('\n')}
      fields "Object" 9000 -> type=text
      otherFields "Object" 9000 -> type=text
      texts "Scope" 16 -> text other
      text:string "string" 20
      other:string "object" 20
      one:number "smi number" -> internal.value=digit
      digit:string "1"
    `)
    const facts = schemaFacts(
      graph,
      names.map((name) => schema(node[name])),
    )
    expect(findRepeatedSchemas(facts)).toMatchObject([{ count: 2, savingBytes: 9120 }])
  }
})

test('what shares parts with a schema that was used stays beside it, though it weighs more', () => {
  const savings = [
    ['answer', 'otherAnswer'],
    ['otherAnswer', 'answer'],
  ].map((answers) => {
    const { graph, node } = heap(`
      root -> body otherBody ${answers.join(' ')} texts
      body "Object" 80 -> fields=fields type=text
      otherBody "Object" 80 -> fields=otherFields type=text internal.made=made
      ${answers.map((name) => `${name} "Object" 2000 -> fields=${name === 'answer' ? 'fields' : 'otherFields'} type=other`).join('\n')}
      fields "Object" 9000 -> type=text
      otherFields "Object" 9000 -> type=text
      made "Object" 500
      texts "Scope" 16 -> text other
      text:string "string" 20
      other:string "object" 20
      one:number "smi number" -> internal.value=digit
      digit:string "1"
    `)
    const marks = ['body', 'otherBody', ...answers].map((name) => schema(node[name]))
    return findRepeatedSchemas(schemaFacts(graph, marks)).map(({ savingBytes }) => savingBytes)
  })
  expect(savings).toEqual([[11_080], [11_080]])
})
