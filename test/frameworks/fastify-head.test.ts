import { expect, test } from 'vitest'
import { headTrees } from '../../src/frameworks/fastify/headTrees.ts'
import { retainedSize } from '../../src/graph/retainedSize.ts'
import { appHeap, routesOf } from '../helpers/appHeap.ts'

/** What goes with the HEAD twins: nodes, and bytes that they alone hold besides the routes. */
async function treeOf(packageName: string, ownHead: string) {
  const { heap, marks } = await appHeap('test/frameworks/fixtures/headTree.mjs', packageName, {
    env: { OWN_HEAD: ownHead },
  })
  const routes = routesOf(marks)
  const twins = routes.filter(({ method, path }) => method === 'HEAD' && path !== '/own/:id/parts')
  expect(twins).toHaveLength(60)
  const gone = twins.flatMap(({ leading }) => [...leading])
  const tree = headTrees(heap, marks, twins).flatMap(({ leading }) => [...leading])
  const bytes = retainedSize(heap.graph, [...gone, ...tree]) - retainedSize(heap.graph, gone)
  return { tree, bytes, headTrees: headTrees(heap, marks, twins.slice(1)).flatMap(({ leading }) => [...leading]) }
}

test.each(['fastify', 'fastify4'])(
  '%s: HEAD twins take their tree with them, or its branches where the app has a HEAD route of its own',
  async (name) => {
    const [alone, besides] = [await treeOf(name, 'no'), await treeOf(name, 'yes')]
    expect(alone.tree).toHaveLength(1)
    expect(alone.bytes).toBeGreaterThan(60 * 500)
    expect(besides.tree.length).toBeGreaterThan(0)
    expect(besides.bytes / alone.bytes).toBeGreaterThan(0.95)
    expect(besides.bytes / alone.bytes).toBeLessThan(1.05)
    // One twin stays: so does its branch, and what is above it.
    expect(alone.headTrees.length).toBeGreaterThan(0)
    expect(alone.headTrees).not.toContain(alone.tree[0])
  },
)
