import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app } from '../capture/apps.ts'

/** What an installed package does with the app's router, and with functions that it is given. */
const pages = `
const page = (request, response) => response.end('page')
exports.page = page
exports.setUp = (app) => {
  app.get('/docs', page)
  app.get('/docs/', page)
  app.all('/rest', page)
}
exports.wrapped = (app, path, handler) => app.all(path, (request, response) => handler(request, response))
`

async function findingsOf(lines: string) {
  const cwd = app({
    'node_modules/@some/pages/package.json': '{"name":"@some/pages","version":"1.0.0"}',
    'node_modules/@some/pages/index.js': pages,
    'main.js': `const app = require('express')()
const pages = require('@some/pages')
${lines}
app.listen(0, '127.0.0.1')
`,
  })
  const { findings } = await analyze({ kind: 'module', path: 'main.js' }, { cwd })
  const told = findings.map(({ code, why, remedy, source }) => {
    const isOfPackage = why.includes('Registered by @some/pages.') && remedy.includes('report it to @some/pages')
    return `${code} ${isOfPackage ? 'of the package' : 'of the app'} ${source}`
  })
  return told.sort()
}

test('what a package registers with handlers of its own is told as the package’s, at the call of the app', async () => {
  expect(await findingsOf('pages.setUp(app)')).toEqual([
    'method-fan of the package main.js:3:7',
    'shadowed-route of the package main.js:3:7',
  ])
}, 60_000)

test('handlers of a package that the app registers, and functions of the app that it wraps, are the app’s', async () => {
  const lines = `app.all('/own', pages.page)
pages.wrapped(app, '/wrapped', (request, response) => response.end())`
  expect(await findingsOf(lines)).toEqual(['method-fan of the app main.js:3:5'])
  expect(await findingsOf(lines.split('\n')[1])).toEqual(['method-fan of the app main.js:3:7'])
}, 60_000)

test('equal routes of two calls of the app are too many by one of these', async () => {
  expect(await findingsOf('pages.setUp(app)\npages.setUp(app)')).toContainEqual(
    expect.stringMatching(/^shadowed-route of the app/),
  )
}, 60_000)
