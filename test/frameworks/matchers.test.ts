import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { servers } from '../../src/liveness/liveness.ts'
import { states } from '../../src/liveness/states.ts'
import { appHeap, routesOf } from '../helpers/appHeap.ts'

const fixture = 'test/frameworks/fixtures/matchers.mjs'
const apps = join(process.cwd(), 'test/frameworks/conformance/apps')
const installed = (name: string, app: string) => createRequire(join(apps, app, 'package.json')).resolve(name)

const frameworks: [name: string, path: string, shadowed: string[]][] = [
  ['@koa/router', installed('@koa/router', 'koa-router/15'), ['/twice']],
  ['express', installed('express', 'express/5'), ['/twice', '/slash/']],
  ['express', installed('express', 'express/4'), ['/twice', '/slash/']],
  ['polka', installed('polka', 'polka/0.5'), ['/slash']],
  ['itty-router', installed('itty-router', 'itty-router/6'), ['/slash']],
  ['h3', installed('h3', 'h3/2'), ['/slash']],
  ['fastify', installed('fastify', 'fastify/5'), []],
  ['fastify', installed('fastify', 'fastify/4'), []],
]

test.each(frameworks)(
  'of %s, routes that match different requests do not shadow each other',
  async (_, path, shadowed) => {
    const { marks, heap } = await appHeap(fixture, path)
    const stateOf = states(heap, marks, servers(heap))
    const found = routesOf(marks).filter((route) => stateOf.get(route) === 'shadowed')
    expect(found.map((route) => route.path)).toEqual(shadowed)
  },
)
