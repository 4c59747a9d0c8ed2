import { expect, test } from 'vitest'
import { ownFiles } from '../../src/recognise/ownFiles.ts'

test('the preload is nobody’s own, also where routeheap is not installed below node_modules', () => {
  const isOwn = ownFiles({ roots: ['/clone/'], preload: '/clone/dist/preload.cjs' })
  expect(isOwn('/clone/dist/preload.cjs')).toBe(false)
  expect(isOwn('/clone/dist/preload.cjs:12:3')).toBe(false)
  expect(isOwn('/clone/samples/app.ts:1:1')).toBe(true)
  expect(ownFiles(undefined)('/clone/dist/preload.cjs')).toBe(true)
})

test('a package is the app’s own where the entry belongs to it', () => {
  const isOwn = ownFiles({ roots: ['/x/node_modules/server/'], preload: null })
  expect(isOwn('/x/node_modules/server/main.js')).toBe(true)
  expect(isOwn('/x/node_modules/server/node_modules/express/index.js')).toBe(false)
  expect(isOwn('node:http')).toBe(false)
})
