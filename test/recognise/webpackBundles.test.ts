import { expect, test } from 'vitest'
import type { Heap } from '../../src/recognise/heap.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { webpackBundles } from '../../src/recognise/webpackBundles.ts'
import { heap } from '../helpers/heap.ts'

const list = (count: number, each: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => each(at)).join(' ')

/** Scopes that all hold one table of functions and one object of objects, each beside a function of its own. */
const scopes = (count: number, members: number, member: string) => `
  root   -> ${list(count, (at) => `own${at}`)}
  ${list(
    count,
    (at) => `
    own${at}:closure -> internal.context=scope${at}
    scope${at} "system / Context" -> context.table=table context.cache=cache context.require=own${at}`,
  )}
  table  -> ${list(members, (at) => `module${at}`)}
  cache  -> ${list(members, (at) => `module${at}=entry${at}`)}
  ${list(
    members,
    (at) => `
    module${at}:closure -> internal.shared=shared${at}
    shared${at}:code -> internal.name_or_scope_info=info${at}
    info${at}:code "system / ScopeInfo"
    entry${at} -> ${member}=value${at}`,
  )}
`

/** How often a heap is asked for properties, and what is found. */
function searched(drawing: string): { asked: number; bundles: ReturnType<typeof webpackBundles> } {
  let asked = 0
  const view = heapView(heap(drawing).graph)
  const counted =
    <Given extends unknown[], Answer>(ask: (...given: Given) => Answer) =>
    (...given: Given): Answer => {
      asked++
      return ask(...given)
    }
  const counting: Heap = { ...view, entries: counted(view.entries), property: counted(view.property) }
  const bundles = webpackBundles(counting)
  return { asked, bundles }
}

test.each(['exports', 'other'])('what many scopes share is looked at once, where members have %s', (member) => {
  const [few, many] = [searched(scopes(2, 20, member)), searched(scopes(40, 20, member))]
  expect([few.bundles.scopes.size, many.bundles.scopes.size]).toEqual(member === 'exports' ? [2, 40] : [0, 0])
  expect(many.asked).toBe(few.asked)
})
