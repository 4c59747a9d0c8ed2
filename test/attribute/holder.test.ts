import { expect, test } from 'vitest'
import { holders } from '../../src/attribute/holder.ts'
import { pathTree } from '../../src/graph/retainingPath.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { exportsOf } from '../../src/recognise/moduleExports.ts'
import { heap } from '../helpers/heap.ts'

/** `module` has what it exports in a file; `held` is a property of that. */
const drawn = (file: string) =>
  heap(`
    root                       -> module
    module "Module"            -> exports filename
    filename:string "${file}"
    exports "Object"           -> held
  `)

const holderIn = (file: string) => {
  const { graph, node } = drawn(file)
  const view = heapView(graph)
  const isOwn = (name: string) => !/^node:|node_modules/.test(name)
  return holders(view, pathTree(graph, []), exportsOf(view), isOwn)(node.held)
}

test('what holds is a variable of the app, else one of a package, never of Node.js', () => {
  expect(holderIn('/app/schemas.js')).toEqual({ name: 'module.exports.held', file: '/app/schemas.js' })
  expect(holderIn('/app/node_modules/p/a.js')).toEqual({
    name: 'module.exports.held',
    file: '/app/node_modules/p/a.js',
  })
  expect(holderIn('node:internal')).toBeNull()
})
