import { expect, test } from 'vitest'
import { attribute } from '../../src/attribute/attribute.ts'
import { owningMarks } from '../../src/attribute/owners.ts'
import { listAt } from '../../src/graph/lists.ts'
import { appHeap, validatorsOf } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/express-openapi-validator.mjs'

test.each([{}, { minified: true }])(
  'what is compiled at the first request of a route is its own (%o)',
  async (options) => {
    const { listed, heap, marks } = await appHeap(fixture, 'express-openapi-validator', options)
    expect(listed).toEqual(['200', '200'])
    const { owners, fold } = owningMarks(heap.graph, marks)
    const { ownerSet, sets } = attribute(heap.graph, owners, fold)
    const ownersOf = (node: number): string[] =>
      [...listAt(sets, ownerSet[node])].map((owner) => {
        const mark = owners[owner]
        return mark.kind === 'route' ? `${mark.method} ${mark.path}` : mark.kind
      })
    const validators = validatorsOf(marks)
    const partsOf = (route: string) =>
      validators
        .filter(({ closure }) => ownersOf(closure).join() === route)
        .map(({ part }) => String(part))
        .sort()
    expect(partsOf('POST /v1/items')).toEqual(['body', 'null', 'response'])
    expect(partsOf('GET /v1/items/:id')).toEqual(['body', 'null', 'response'])
    expect(partsOf('DELETE /v1/items/:id')).toEqual([])

    const documents = marks.filter((mark) => mark.kind === 'schema' && mark.library === 'openapi')
    expect(documents.map(({ leading }) => ownersOf(leading[1]))).toEqual([['router'], ['router']])
    const caches = marks.filter((mark) => mark.kind === 'registry' && mark.library === 'express-openapi-validator')
    expect(caches.length).toBe(2)
  },
)
