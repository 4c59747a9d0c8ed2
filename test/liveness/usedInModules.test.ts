import { join } from 'node:path'
import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app } from '../capture/apps.ts'

const imports = "import { Hono } from 'hono'"
/** A handler of each router has it in its scope, so requests reach the router itself, whoever else does. */
const factory = `${imports}
  export function createRouter() {
    const r = new Hono().get('/one', (c) => c.text('one'))
    return r.get('/two', (c) => c.json(r.routes.length))
  }`
const mounted = (router: string, register: string): string => `const app = new Hono()
  app.route('/api', ${router})
  ${register}
  export default app`
const old = (router: string): string => `app.all('/old/*', (c) => ${router}.fetch(c.req.raw))`

/** States of the two routes of a sub-app that was mounted by copy. */
async function originals(files: Record<string, string>): Promise<string[]> {
  const cwd = app(files)
  const { routes } = await analyze({ kind: 'module', path: join(cwd, 'app.mjs') }, { cwd })
  return routes.filter(({ path }) => path === '/one' || path === '/two').map(({ state }) => state)
}

const gateway = (dispatch: string): string => `${factory}
  const users = createRouter()
  class Gateway {
    #router = users
    ${dispatch}
  }
  const gateway = new Gateway()`
const server = (handler: string, dispatch = ''): string => `${factory}
  class Api {
    app = new Hono()
    versions = { v1: createRouter(), names: ['v1'] }
    constructor() {
      this.app.route('/api', this.versions.v1)
      this.app.all('/old/*', ${handler})
    }
    ${dispatch}
  }
  export default new Api().app`
const exported = `${factory}
  const users = createRouter()`

const used: Record<string, Record<string, string>> = {
  'a table of the module': {
    'app.mjs': `${factory}
      const routers = { v1: createRouter() }
      ${mounted('routers.v1', old('routers.v1'))}`,
  },
  'an imported function that gives it': {
    'users.mjs': `${exported}
      export const find = () => users`,
    'app.mjs': `${imports}
      import { find } from './users.mjs'
      ${mounted('find()', old('find()'))}`,
  },
  'a module that is imported as a whole': {
    'users.mjs': `${exported}
      export const find = () => users`,
    'app.mjs': `${imports}
      import * as all from './users.mjs'
      ${mounted('all.find()', old('all.find()'))}`,
  },
  'a default import': {
    'users.mjs': `${factory}
      export default createRouter()`,
    'app.mjs': `${imports}
      import users from './users.mjs'
      ${mounted('users', old('users'))}`,
  },
  'an import of what another module exports by another name': {
    'users.mjs': `${exported}
      export { users }`,
    'between.mjs': "export { users as default } from './users.mjs'",
    'app.mjs': `${imports}
      import http from 'node:http'
      import users from './between.mjs'
      ${mounted('users', old('users'))}
      export const agent = () => http.globalAgent`,
  },
  'a function that is given the table': {
    'app.mjs': `${factory}
      const routers = { v1: createRouter() }
      const ask = (table, c) => table.v1.fetch(c.req.raw)
      ${mounted('routers.v1', "app.all('/old/*', (c) => ask(routers, c))")}`,
  },
  'a private method of an object': {
    'app.mjs': `${gateway('#ask(c) { return this.#router.fetch(c.req.raw) } ask(c) { return this.#ask(c) }')}
      ${mounted('users', "app.all('/old/*', (c) => gateway.ask(c))")}`,
  },
  'a bound method of an object': {
    'app.mjs': `${gateway('ask(c) { return this.#router.fetch(c.req.raw) }')}
      ${mounted('users', "app.all('/old/*', gateway.ask.bind(gateway))")}`,
  },
  'a getter of an object': {
    'app.mjs': `${gateway('get router() { return this.#router }')}
      ${mounted('users', old('gateway.router'))}`,
  },
  'properties of what has the whole app': { 'app.mjs': server('(c) => this.versions.v1.fetch(c.req.raw)') },
  'a method of what has the whole app': {
    'app.mjs': server('(c) => this.ask(c)', 'ask(c) { return this.versions.v1.fetch(c.req.raw) }'),
  },
}

test.each(Object.entries(used))(
  'a router that its own handlers have in their scope is in use by %s',
  async (_, files) => {
    expect(await originals(files)).toEqual(['live', 'live'])
  },
)

const unused: Record<string, Record<string, string>> = {
  'another property of the table': {
    'app.mjs': `${factory}
      const routers = { v1: createRouter(), names: ['v1'] }
      ${mounted('routers.v1', "app.get('/names', (c) => c.json(routers.names))")}`,
  },
  'another default import': {
    'names.mjs': "export default { list: ['v1'], first: () => 'v1' }",
    'users.mjs': `${factory}
      export default createRouter()`,
    'app.mjs': `${imports}
      import names from './names.mjs'
      import users from './users.mjs'
      ${mounted('users', "app.get('/names', (c) => c.json(names.first(names)))")}`,
  },
  'another import of a CommonJS module': {
    'users.cjs': `const { Hono } = require('hono')
      ${factory.slice(imports.length).replace('export', '')}
      const [users, names] = [createRouter(), ['v1']]
      module.exports = { users, names }`,
    'app.mjs': `${imports}
      import { names, users } from './users.cjs'
      ${mounted('users', "app.get('/names', (c) => c.json(names))")}`,
  },
  'another method of an object': {
    'app.mjs': `${gateway('ask(c) { return this.#router.fetch(c.req.raw) } name() { return "v1" }')}
      ${mounted('users', "app.get('/name', (c) => c.json(gateway.name()))")}`,
  },
  'other properties of what has the whole app': { 'app.mjs': server('(c) => c.json(this.versions.names)') },
}

test.each(Object.entries(unused))(
  'a router that its own handlers have in their scope is shadowed, though there is %s',
  async (_, files) => {
    expect(await originals(files)).toEqual(['shadowed', 'shadowed'])
  },
)
