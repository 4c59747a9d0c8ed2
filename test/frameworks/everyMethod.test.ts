import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findAliasRoutes } from '../../src/findings/aliasRoute.ts'
import { heapFacts } from '../../src/heapFacts.ts'
import { servers } from '../../src/liveness/liveness.ts'
import { states } from '../../src/liveness/states.ts'
import { appHeap, routesOf } from '../helpers/appHeap.ts'

const apps = join(process.cwd(), 'test/frameworks/conformance/apps')
const installed = (name: string, app: string) => createRequire(join(apps, app, 'package.json')).resolve(name)

test.each([
  ['express 4', installed('express', 'express/4'), ['live', 'shadowed']],
  ['express 5', installed('express', 'express/5'), ['live', 'shadowed']],
  ['@koa/router', installed('@koa/router', 'koa-router/15'), ['live', 'shadowed']],
  ['h3 2', installed('h3', 'h3/2'), ['live', 'shadowed']],
  // What is registered may pass on, and runs each time: nothing tells the two apart.
  ['hono', 'hono', ['live', 'live']],
  ['itty-router', installed('itty-router', 'itty-router/6'), ['live', 'live']],
  ['h3 1', installed('h3', 'h3/1'), ['live', 'live']],
])('of %s, a route for all methods that is registered again, and middleware that is', async (_, path, expected) => {
  const { marks, heap } = await appHeap('test/frameworks/fixtures/every-method.mjs', path)
  const stateOf = states(heap, marks, servers(heap))
  const statesAt = (at: string) =>
    routesOf(marks).flatMap((mark) => (mark.path?.startsWith(at) ? [stateOf.get(mark)] : []))
  expect(statesAt('/all')).toEqual(expected)
  expect(new Set(statesAt('/pass'))).not.toContain('shadowed')
  // No slash tells them apart.
  const facts = { ...heapFacts(heap.graph.snapshot, null).facts, marks, states: stateOf }
  expect(findAliasRoutes(facts)).toEqual([])
})
