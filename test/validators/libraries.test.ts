import { expect, test } from 'vitest'
import { contentsOf, saving } from '../../src/findings/facts.ts'
import { findings } from '../../src/findings/findings.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import type { Heap } from '../../src/recognise/heap.ts'
import type { Mark, SchemaMark } from '../../src/recognise/mark.ts'
import type { NodeIndex } from '../../src/snapshot/snapshot.ts'
import { appHeap } from '../helpers/appHeap.ts'
import { nodeBinary } from '../helpers/nodes.ts'
import { kept, keptLists } from './kept.ts'

const fixture = 'test/validators/fixtures/libraries.mjs'
const count = 20
const warm = 60
/** The others have object schemas of their own in their modules, which look like the app's. */
const libraries = ['zod', 'joi', 'yup', 'valibot', 'superstruct', 'class-validator']

const isOf = (name: string, mark: Mark): boolean => 'library' in mark && mark.library === name
const isSchema = (mark: Mark): mark is SchemaMark => mark.kind === 'schema'

/** The schema of what a fixture keeps: the thing itself, or that of a compiled check. */
function schemaOf(heap: Heap, node: NodeIndex): NodeIndex {
  const built =
    heap.property(node, 'buildResult') ?? (heap.property(node, 'checkFunc') === undefined ? undefined : node)
  return built === undefined ? node : heap.property(built, 'schema')!
}

const plain = lazily(() => appHeap(fixture, 'zod'))
const minified = lazily(() => appHeap(fixture, 'zod', { minified: true }))

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => (made ??= make())
}

test.each([
  ['plain', plain],
  ['bundled and minified', minified],
])(
  'each schema of a library is one mark, and each generated function one validator: %s',
  async (_, run) => {
    const { heap, marks } = await run()
    expectSchemas(heap, marks)
    const validators = marks.filter(({ kind }) => kind === 'validator')
    const generated = (name: string) => validators.filter((mark) => isOf(name, mark))
    // An object inside an object has a function of its own; typebox is there in two versions.
    expect(generated('zod').length).toBe(2 * count)
    expect(generated('typebox').length).toBe(2 * count)
    expect(generated('arktype').length).toBeGreaterThanOrEqual(count)
  },
  300_000,
)

test.each([20, 24])(
  'each schema weighs what it added to the heap, on Node %i',
  async (node) => {
    const options = { node: await nodeBinary(node), env: { ONLY_BUILT: '1' } }
    const { heap, listed, marks } = await appHeap(fixture, 'zod', options)
    expectSchemas(heap, marks)
    const measured = new Map(listed.map((line) => line.split(' ') as [string, string]))
    const { facts } = heapFacts(heap.graph.snapshot, null)
    for (const [name, nodes] of keptLists(heap, kept(heap, 'routeheapTestSchemas'))) {
      // Types of arktype stay, whoever drops them.
      if (name === 'arktype') continue
      const schemas = new Set(nodes.flatMap((found) => [found, schemaOf(heap, found)]))
      const removed = contentsOf(facts).filter((mark) =>
        // Nothing but the store holds the nested classes.
        name === 'classValidator' ? isOf('class-validator', mark) : mark.leading.some((led) => schemas.has(led)),
      )
      const bytes = saving(facts, removed) / (name === 'classValidator' ? count + warm : count)
      const expected = Number(measured.get(name))
      expect(Math.abs(bytes - expected), `${name}: ${bytes}, measured ${expected}`).toBeLessThan(0.15 * expected + 500)
    }
  },
  300_000,
)

test('an app that builds each schema once has no finding above a note', async () => {
  const { heap } = await plain()
  const { facts } = heapFacts(heap.graph.snapshot, null)
  const told = findings(facts).filter(({ severity }) => severity !== 'note')
  const whole = told.filter(({ removable }) => removable.length > 0)
  expect(whole.filter(({ framework }) => framework !== 'class-validator')).toEqual([])
  // The nested object is built again for each outer one, and so is the nested class.
  expect(told.filter((finding) => !whole.includes(finding)).map(({ framework }) => framework)).toEqual(['zod'])
  const nested = told.flatMap(({ removable }) => removable.map((mark) => 'key' in mark && mark.key))
  expect(new Set(nested)).toEqual(new Set(['Address']))
}, 300_000)

/** What is kept has a mark each, and there are no others. */
function expectSchemas(heap: Heap, marks: readonly Mark[]): void {
  const schemas = marks.filter(isSchema)
  const marked = new Set(schemas.map(({ leading }) => leading[0]))
  const lists = keptLists(heap, kept(heap, 'routeheapTestSchemas'))
  const nodes = [...lists.values()].flat().map((found) => schemaOf(heap, found))
  expect(nodes.length).toBe(12 * count)
  expect(nodes.filter((found) => !marked.has(found))).toEqual([])
  const counts = libraries.map((name) => [name, schemas.filter(({ library }) => library === name).length])
  expect(Object.fromEntries(counts)).toEqual({
    zod: 3 * count,
    joi: count,
    yup: count,
    valibot: count,
    superstruct: count,
    // It forgets no class, and there is one for the nested object too.
    'class-validator': 2 * (count + warm),
  })
}
