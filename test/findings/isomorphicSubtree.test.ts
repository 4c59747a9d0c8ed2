import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { idSet } from '../../src/attribute/newNodes.ts'
import type { CaptureOptions } from '../../src/capture/capture.ts'
import type { HeapFacts } from '../../src/findings/facts.ts'
import type { Finding } from '../../src/findings/finding.ts'
import { findIsomorphicSubtrees } from '../../src/findings/isomorphicSubtree.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import type { Report } from '../../src/report/report.ts'
import { type DrawnHeap, heap } from '../helpers/heap.ts'
import { route as routeMark } from '../helpers/marks.ts'

/** A route around a function, in five objects of 100 bytes. */
const route = (name: string, handler: string) => `
  ${name} "Route"            100 -> handlers=${name}Handlers match=${name}Match path=${name}Path
  ${name}Path:string "/${name}"
  ${name}Handlers "Array"    100 -> element.0=${handler}
  ${name}Match "Object"      100 -> pattern=${name}Pattern keys=${name}Keys
  ${name}Pattern:regexp "^${name}$" 100
  ${name}Keys "Array"        100
`

/** Three routes that module scope holds, and their copies in an app that a server holds. */
const copiedRoutes = `
  root                       -> shortcut.global=global server module
  global "global"            -> native
  native:hidden "system / NativeContext"
  server "Server"            -> _events _handle
  _events                    -> request
  request:closure            -> internal.context=scope
  scope "system / Context"   -> context.app=app internal.previous=module
  module "system / Context"  -> context.books=books internal.previous=native
  books "Array"              -> element.0=old1 element.1=old2 element.2=old3
  app "App"                  -> element.0=own element.1=new1 element.2=new2 element.3=new3
  own "Route"
  handler1:closure           -> internal.shared=shared1
  handler2:closure           -> internal.shared=shared2
  handler3:closure           -> internal.shared=shared3
  shared1:code               -> internal.script=script
  shared2:code               -> internal.script=script
  shared3:code               -> internal.script=script
  script:code "file:///app/books.js"
  ${[1, 2, 3].map((at) => route(`old${at}`, `handler${at}`) + route(`new${at}`, `handler${at}`)).join('')}
`

const findingsIn = (drawn: DrawnHeap): Finding[] => findIsomorphicSubtrees(factsOf(drawn))

/** What is named `new...` came to be while the app was composed, as did the app. */
function factsOf({ snapshot, node }: DrawnHeap): HeapFacts {
  const { nodes } = snapshot
  const fresh = new Set(Object.entries(node).flatMap(([name, at]) => (/^(new|app$|own$)/.test(name) ? [at] : [])))
  const declared = Array.from({ length: nodes.count }, (_, at) => at).filter((at) => !fresh.has(at))
  return heapFacts(snapshot, idSet(Uint32Array.from(declared, (at) => nodes.id[at]))).facts
}

test('routes that were copied into an app are found while module scope holds the originals', () => {
  const drawn = heap(copiedRoutes)
  const { node } = drawn
  const [finding, ...others] = findingsIn(drawn)
  expect(others).toEqual([])
  expect(finding).toMatchObject({
    code: 'isomorphic-subtree',
    count: 3,
    savingBytes: 3 * 500,
    evidence: [node.old1, node.new1, node.old2, node.new2, node.old3, node.new3],
    facts: { objects: 15, dead: 3 },
  })
  expect(finding.removable.map(({ leading }) => leading)).toEqual([[node.old1], [node.old2], [node.old3]])
})

test('a list that was copied whole is one tree, and too small to tell', () => {
  const whole = copiedRoutes.replace(
    'app "App"                  -> element.0=own element.1=new1 element.2=new2 element.3=new3',
    `app "App" -> list=newList
  newList "Array" -> element.0=new1 element.1=new2 element.2=new3`,
  )
  expect(findingsIn(heap(whole))).toEqual([])
  const large = heap(whole.replace('books "Array" ', 'books "Array" 9000 '))
  expect(findingsIn(large)).toMatchObject([
    { count: 1, savingBytes: 10_500, evidence: [large.node.books, large.node.newList] },
  ])
})

test('a tree grows over Maps, whose keys may differ', () => {
  // As V8 has it: three counters, two buckets, then key, value and chain of each entry.
  const table = (routes: string[]) =>
    routes.map((name, at) => `internal.${5 + 3 * at}=${name}Path internal.${6 + 3 * at}=${name}`).join(' ')
  const maps = (originals: string[]) => `${copiedRoutes.replace(/ {2}(books|app|own) ".*\n/g, '')}
  app "App"       -> byPath=newMap
  newMap "Map"    -> internal.table=newTable
  newTable:array 152 -> ${table(['new1', 'new2', 'new3'])}
  books "Books"   -> byPath=oldMap
  oldMap "Map" 10000 -> internal.table=oldTable
  oldTable:array 152 -> ${table(originals)}`
  const drawn = heap(maps(['old1', 'old2', 'old3']))
  const { oldMap, newMap } = drawn.node
  expect(findingsIn(drawn)).toMatchObject([{ count: 1, evidence: [oldMap, newMap], facts: { objects: 16 } }])
  // In another order the Maps differ, what is in them does not.
  const others = findingsIn(heap(maps(['old2', 'old1', 'old3'])))
  expect(others).toMatchObject([{ count: 3, facts: { objects: 15 } }])
})

test('originals that the server reaches as well are a note', () => {
  const large = copiedRoutes.replaceAll(' 100', ' 100000')
  expect(findingsIn(heap(large))).toMatchObject([{ severity: 'error', facts: { dead: 3 } }])
  const served = large.replace(
    'context.app=app internal.previous',
    'context.app=app context.books=books internal.previous',
  )
  expect(findingsIn(heap(served))).toMatchObject([{ severity: 'note', count: 3, facts: { dead: 0 } }])
})

const harmless: [string, (drawing: string) => string][] = [
  [
    'in the list of their originals',
    (drawing) => drawing.replace('element.3=new3', '$& element.4=old1 element.5=old2 element.6=old3'),
  ],
  ['around functions of their own', (drawing) => drawing.replace(/(new(\d)Handlers.*)handler\d/g, '$1newHandler$2')],
  ['around functions of a package', (drawing) => drawing.replace('/app/', '/app/node_modules/framework/')],
  ['around functions of the runtime', (drawing) => drawing.replace('file:///app/books.js', 'node:events')],
  ['of another structure', (drawing) => drawing.replace(/(new\dMatch.*)keys=/g, '$1names=')],
  [
    'with one part shared where the other has two',
    (drawing) => drawing.replace(/(new\dMatch.*)new(\d)Keys/g, '$1new$2Handlers'),
  ],
  ['of three objects', (drawing) => drawing.replace(/ keys=\w+/g, '').replace(/ match=\w+/g, '')],
  [
    'whose originals nothing holds strongly',
    (drawing) => drawing.replace(' -> element.0=old1 element.1=old2 element.2=old3', ''),
  ],
]

test.each(harmless)('new trees %s are no copies', (_, change) => {
  const changed = change(copiedRoutes)
  expect(changed).not.toBe(copiedRoutes)
  expect(findingsIn(heap(changed))).toEqual([])
})

test('what recognisers know has findings of its own', () => {
  const drawn = heap(copiedRoutes)
  const facts = factsOf(drawn)
  const marks = ['old1', 'old2', 'old3'].map((name) => routeMark(drawn.node[name]))
  expect(findIsomorphicSubtrees(facts)).toHaveLength(1)
  expect(findIsomorphicSubtrees({ ...facts, marks })).toEqual([])
})

test('without an earlier snapshot nothing is new, so nothing is said', () => {
  expect(findIsomorphicSubtrees(heapFacts(heap(copiedRoutes).snapshot, null).facts)).toEqual([])
})

const analyzed = (app: string, options?: CaptureOptions): Promise<Report> =>
  analyze({ kind: 'module', path: `test/findings/fixtures/${app}` }, options)

test('a router of the app itself that copies what it mounts: the original router is found', async () => {
  const { findings } = await analyzed('copied-routes.mjs')
  // The original is told apart: the server's listener calls nothing that its module exports.
  expect(findings).toMatchObject([{ code: 'isomorphic-subtree', severity: 'warning', count: 1 }])
  const [{ savingBytes, source, retainingPath }] = findings
  expect(savingBytes).toBeGreaterThan(30_000)
  expect(source).toContain('test/findings/fixtures/router.mjs')
  expect(JSON.stringify(retainingPath)).toContain('books')
})

test('copies among other routes are found one by one', async () => {
  const { findings } = await analyzed('copied-routes.mjs', { exportName: 'buildMixedApp' })
  expect(findings).toMatchObject([{ code: 'isomorphic-subtree', severity: 'warning', count: 60 }])
})

test('the same app that builds its routes in a function has no finding', async () => {
  expect((await analyzed('mended-routes.mjs')).findings).toEqual([])
})
