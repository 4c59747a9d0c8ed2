import { beforeAll, describe, expect, test } from 'vitest'
import type { HeapFacts } from '../../src/findings/facts.ts'
import { schemasAlike } from '../../src/findings/repeatedSchema.ts'
import { structureKeys } from '../../src/findings/structureKey.ts'
import type { Mark, SchemaMark, ValidatorMark } from '../../src/recognise/mark.ts'
import type { NodeIndex } from '../../src/snapshot/snapshot.ts'
import { type AppHeap, appHeap } from '../helpers/appHeap.ts'
import { nodeBinary } from '../helpers/nodes.ts'
import { kept, keptLists } from './kept.ts'

const fixture = 'test/validators/fixtures/twins.mjs'
const hasContent = (mark: Mark): mark is SchemaMark | ValidatorMark => 'content' in mark && mark.content !== undefined

describe.each([20, 26])('on Node %i', (node) => {
  let app: AppHeap
  let keyOf: (node: NodeIndex) => string | null | undefined

  beforeAll(async () => {
    app = await appHeap(fixture, 'zod', { node: await nodeBinary(node) })
    const structureKey = structureKeys(app.heap, new Set())
    const marks = new Map(app.marks.filter(hasContent).map((mark) => [mark.content!.root, mark]))
    const byClass = new Map(app.marks.filter(hasContent).map((mark) => [mark.leading[0], mark]))
    keyOf = (node) => {
      const mark = marks.get(node) ?? byClass.get(node)
      return mark && structureKey(mark.content!)
    }
  }, 120_000)

  const lists = (name: string) => {
    const found = app.heap.property(kept(app.heap, 'routeheapTestTwins'), name)!
    return [...keptLists(app.heap, found)]
  }

  test('schemas that one function built three times are equal, whether they were used or not', () => {
    const unequal = lists('three').filter(([, nodes]) => {
      const keys = nodes.map(keyOf)
      return nodes.length !== 3 || keys.some((key) => typeof key !== 'string') || new Set(keys).size !== 1
    })
    // V8 14 has variables that are assigned to in cells, which do not show small integers and booleans.
    expect(unequal.map(([name]) => name)).toEqual(node === 26 ? ['yup', 'effect'] : [])
  })

  test('schemas that differ in a pattern, a literal, a limit or a captured variable are not equal', () => {
    for (const [library, nodes] of lists('different')) {
      const keys = nodes.map(keyOf)
      expect(keys.includes(undefined), `${library}: a schema without a mark`).toBe(false)
      const known = keys.filter((key) => typeof key === 'string')
      // Equality that is never told would be no equality.
      // Equality that is never told would be no equality.
      expect(known.length, library).toBeGreaterThan(nodes.length / 2)
      const twice = known.flatMap((key, at) => (known.indexOf(key) === at ? [] : [`${known.indexOf(key)} and ${at}`]))
      expect(twice, library).toEqual([])
    }
  })

  test('classes that differ in a limit only, which no snapshot shows, are alike, and no others', () => {
    const classes = Object.fromEntries(lists('different')).classValidator
    const alike = schemasAlike({ heap: app.heap, marks: app.marks } as unknown as HeapFacts).map((group) =>
      group.map(({ leading }) => classes.indexOf(leading[0])).sort((a, b) => a - b),
    )
    expect(alike).toContainEqual([0, 1])
    // Those with `IsString` and with `IsInt`.
    expect(alike.flat()).not.toContain(4)
    expect(alike.flat()).not.toContain(5)
  })
})
