import { expect, test } from 'vitest'
import { heapPath } from '../../src/attribute/heapPath.ts'
import { pathTree } from '../../src/graph/retainingPath.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { heap } from '../helpers/heap.ts'

/** The cell of a drawing that has one. */
const names = (node: Readonly<Record<string, number>>) => ('cell' in node ? node.cell : undefined)

function pathIn(drawing: string, to: string) {
  const { graph, node } = heap(drawing)
  return heapPath(
    heapView(graph),
    pathTree(graph),
    node[to],
    (place) => place.replace('/app/', ''),
    (cell) => (names(node) === cell ? { name: 'nested', file: '/app/a.mjs' } : null),
  )
}

const loader = `
  root -> loader
  loader -> cache
  cache:object "LoadCache" -> wrap
  wrap:object "ModuleWrap" @71 -> url internal.2=module
  url:string "file:///app/src/a%20b.ts?v=1"
  module:hidden "system / SourceTextModule" -> hidden.0=cell
  cell:hidden "system / Cell" -> internal.value=router
  router "Router" -> route
`

test('a path through the loader begins at the module, which is named by its file', () => {
  const path = pathIn(loader, 'route')
  expect(path.map(({ name }) => name)).toEqual([
    'ModuleWrap',
    'system / SourceTextModule',
    'system / Cell',
    'Router',
    'route',
  ])
  expect(path[0]).toEqual({
    edge: '',
    edgeType: 'loader',
    name: 'ModuleWrap',
    nodeType: 'object',
    nodeId: 71,
    source: 'src/a b.ts',
  })
})

test('a property is told by a name of code or a path, and by no data', () => {
  const path = pathIn(
    `
    root -> cache
    cache -> /app/src/a.js=file
    file -> /users/:id=route
    route -> handle=tenants
    tenants -> alice@example.com=tenant
    tenant -> file://host/secret=last
    last -> 7d9f-secret=end
    end
  `,
    'end',
  )
  expect(path.map(({ edge }) => edge)).toEqual(['cache', 'src/a.js', '/users/:id', 'handle', '(key)', '(key)', '(key)'])
})

test('what a module exports is held by its name', () => {
  const path = pathIn(loader, 'route')
  expect(path.map(({ edge, edgeType }) => `${edgeType} ${edge}`).slice(1, 4)).toEqual([
    'internal 2',
    'hidden [0]',
    'export nested',
  ])
})

test('of CommonJS modules that required each other, the last one is where the path begins', () => {
  const path = pathIn(
    `
    root -> main
    main "Module" -> filename=mainFile children
    mainFile:string "/app/main.js"
    children "Array" -> element.0=routes
    routes "Module" -> filename=routesFile exports
    routesFile:string "/app/routes.js"
    exports -> router
  `,
    'router',
  )
  expect(path.map(({ source, name }) => source ?? name)).toEqual(['routes.js', 'exports', 'router'])
})

test('a path that ends in a module, or leads through none, is whole', () => {
  expect(pathIn(loader, 'wrap').map(({ edge }) => edge)).toEqual(['loader', 'cache', 'wrap'])
  expect(pathIn('root -> a\na -> b', 'b').map(({ edge }) => edge)).toEqual(['a', 'b'])
})

test('modules of Node and addresses that are no files have no file', () => {
  for (const url of ['node:http', 'data:text/javascript,1', 'file:///%zz', 'https://a.test/x.js'])
    expect(pathIn(loader.replace('file:///app/src/a%20b.ts?v=1', url), 'route')[0].source).toBeNull()
})
