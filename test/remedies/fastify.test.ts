import { execFileSync } from 'node:child_process'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fastify } from 'fastify'
import { fastify as fastify4 } from 'fastify4'
import { describe, expect, test } from 'vitest'
import { byContent } from '../../src/remedies/fastify/byContent.ts'
import { schemaContent } from '../../src/remedies/fastify/schemaContent.ts'
import { sharedCompilers } from '../../src/remedies/fastify/sharedCompilers.ts'
import { compare } from './fuzz.mjs'

type Factory = typeof fastify
const versions: [string, Factory][] = [
  ['fastify 5', fastify],
  ['fastify 4', fastify4 as unknown as Factory],
]

/** Counts what is generated: an Ajv instance compiles a schema in `_compileSchemaEnv`, once for each validator. */
function counted() {
  const seen = new Set<unknown>()
  const plugin = <Ajv>(ajv: Ajv): Ajv => {
    const inner = ajv as { compile(schema: unknown, ...rest: unknown[]): unknown }
    const { compile } = inner
    inner.compile = function (this: unknown, schema, ...rest) {
      const validate = Reflect.apply(compile, this, [schema, ...rest])
      seen.add(validate)
      return validate
    }
    return ajv
  }
  return { seen, plugin }
}

const body = () => ({ type: 'object', required: ['name'], properties: { name: { type: 'string' } } })

describe.each(versions)('shared compilers on %s', (_name, factory) => {
  /** How many validators are made for the bodies of as many routes. */
  async function validators(schemas: object[], options: object = {}, shared: object[] = []): Promise<number> {
    const { seen, plugin } = counted()
    const { ajv, ...rest } = options as { ajv?: { plugins?: unknown[] } }
    const app = factory(
      sharedCompilers({ ...rest, ajv: { ...ajv, plugins: [...(ajv?.plugins ?? []), plugin] } }) as object,
    )
    for (const schema of shared) app.addSchema(schema)
    for (const [i, schema] of schemas.entries()) app.post(`/${i}`, { schema: { body: schema } }, async () => ({}))
    await app.ready()
    await app.close()
    return seen.size
  }

  test('equal schemas have one validator, and different ones each their own', async () => {
    expect(await validators([body(), body(), body()])).toBe(1)
    expect(await validators([body(), { ...body(), additionalProperties: false }])).toBe(2)
  })

  test('the order of keys counts', async () => {
    expect(await validators([body(), Object.fromEntries(Object.entries(body()).reverse())])).toBe(2)
  })

  test('equal references to shared schemas have one validator', async () => {
    expect(await validators([{ $ref: 'm#' }, { $ref: 'm#' }], {}, [{ $id: 'm', ...body() }])).toBe(1)
  })

  test('what is more than its content is compiled each time', async () => {
    const twice = (make: () => object) => [make(), make()]
    expect(await validators(twice(() => ({ ...body(), $async: true })))).toBe(2)
    expect(await validators(twice(() => ({ ...body(), definitions: { a: { $id: `a${Math.random()}` } } })))).toBe(2)
    expect(await validators(twice(() => ({ ...body(), title: undefined })))).toBe(2)
    expect(await validators(twice(() => ({ ...body(), examples: [new Date(0)] })))).toBe(2)
  })

  test('schemas with a keyword of the app are compiled each time, however it was brought', async () => {
    const definition = { keyword: 'own', validate: () => true }
    const schemas = [
      { ...body(), own: 1 },
      { ...body(), own: 1 },
    ]
    const plugin = (ajv: { addKeyword(definition: object): void }) => ajv.addKeyword(definition)
    expect(await validators(schemas, { ajv: { plugins: [plugin] } })).toBe(2)
    expect(await validators(schemas, { ajv: { customOptions: { keywords: [definition] } } })).toBe(2)
    // A name alone checks nothing.
    expect(await validators(schemas, { ajv: { customOptions: { keywords: ['own'] } } })).toBe(1)
    const shared = [{ $id: 'm', ...body(), own: 1 }]
    const references = [{ $ref: 'm#' }, { $ref: 'm#' }]
    expect(await validators(references, { ajv: { plugins: [plugin] } }, shared)).toBe(2)
  })

  test('an Ajv that watches or writes the code compiles each time', async () => {
    const bodies = () => [body(), body()]
    const withOptions = (customOptions: object) => validators(bodies(), { ajv: { customOptions } })
    expect(await withOptions({ $comment: () => undefined })).toBe(2)
    expect(await withOptions({ code: { process: (code: string) => code } })).toBe(2)
    expect(await withOptions({ code: { source: true } })).toBe(2)
    expect(await withOptions({ code: { lines: true } })).toBe(1)
  })

  test('an answer has one serializer for all routes, mounts, plugins with equal shared schemas, and HEAD routes', async () => {
    let compiled = 0
    const build = () => () => {
      compiled++
      return JSON.stringify
    }
    const app = factory(sharedCompilers({}, build) as object)
    for (const prefix of ['/v1', '/v2'])
      app.register(
        async (scope) => {
          scope.addSchema({ $id: 'local', ...body() })
          for (const url of ['/a', '/b']) scope.get(url, { schema: { response: { 200: body() } } }, async () => ({}))
        },
        { prefix },
      )
    await app.ready()
    expect(compiled).toBe(1)
    await app.close()
  })

  test('schemas of headers are lower-cased as ever', async () => {
    const app = factory(sharedCompilers() as object)
    const headers = () => ({
      type: 'object',
      required: ['X-Req'],
      properties: { 'X-Req': { type: 'integer', maximum: 5 } },
    })
    app.get('/a', { schema: { headers: headers() } }, async () => ({}))
    app.get('/b', { schema: { headers: headers() } }, async () => ({}))
    for (const url of ['/a', '/b']) {
      const status = async (sent: Record<string, string>) => (await app.inject({ url, headers: sent })).statusCode
      expect([await status({ 'x-req': '3' }), await status({ 'x-req': '9' }), await status({})]).toEqual([
        200, 400, 400,
      ])
    }
    await app.close()
  })

  test('a response means what the shared schemas of its own plugin say', async () => {
    const app = factory(sharedCompilers() as object)
    for (const key of ['one', 'two'])
      app.register(
        async (scope) => {
          scope.addSchema({ $id: 'local', type: 'object', properties: { [key]: { type: 'string' } } })
          for (const url of ['/a', '/b'])
            scope.get(url, { schema: { response: { 200: { $ref: 'local#' } } } }, async () => ({ one: '1', two: '2' }))
        },
        { prefix: `/${key}` },
      )
    for (const url of ['/a', '/b']) {
      expect((await app.inject(`/one${url}`)).json()).toEqual({ one: '1' })
      expect((await app.inject(`/two${url}`)).json()).toEqual({ two: '2' })
    }
    await app.close()
  })

  test('a builder of serializers that the app brings is asked for every response', async () => {
    let asked = 0
    const buildSerializer = () => () => {
      asked++
      return JSON.stringify
    }
    const app = factory(sharedCompilers({ schemaController: { compilersFactory: { buildSerializer } } }) as object)
    for (const url of ['/a', '/b'])
      app.get(url, { exposeHeadRoute: false, schema: { response: { 200: body() } } }, async () => ({ name: 'n' }))
    await app.ready()
    expect(asked).toBe(2)
    await app.close()
  })

  test('random apps answer the same with it and without it', async () => {
    const wanted = Number(process.env.REMEDY_CASES ?? 200)
    const seen = new Map<number, number>()
    for (let seed = 1, cases = 0; cases < wanted; seed++) {
      const { differences, requests, statuses } = await compare(factory, seed, sharedCompilers)
      expect(differences).toEqual([])
      cases += Math.max(1, requests)
      for (const [status, count] of statuses) seen.set(status, (seen.get(status) ?? 0) + count)
    }
    // It proves something only where requests pass and fail.
    for (const status of [200, 400]) expect(seen.get(status)).toBeGreaterThan(wanted / 20)
  })
})

test('contents that meet in one number are told apart, and all are forgotten in the next turn', async () => {
  const known = byContent<string>()
  known.add(body(), 1, 'of the body')
  expect(known.find(body(), 1)).toBe('of the body')
  expect(known.find({ type: 'object' }, 1)).toBeUndefined()
  await turn()
  await turn()
  expect(known.find(body(), 1)).toBeUndefined()
})

test('a schema that holds itself, or that is put together from parts without end, is not read for ever', () => {
  const circular: Record<string, unknown> = { type: 'object' }
  circular.not = circular
  expect(schemaContent(circular, () => false)).toBeUndefined()
  let wide: object = { type: 'string' }
  for (let i = 0; i < 60; i++) wide = { anyOf: [wide, wide] }
  expect(schemaContent(wide, () => false)).toBeUndefined()
})

/** Heap of an app after collections, above an app without routes, in a process of its own. */
function heapBytes(version: string, app: string): number {
  const bench = fileURLToPath(new URL('../../bench/remedy.mjs', import.meta.url))
  const output = execFileSync(process.execPath, ['--expose-gc', bench, '--inside', `${version},${app}`], {
    encoding: 'utf8',
  })
  return (JSON.parse(output) as { heapBytes: number }).heapBytes
}

// Measured: 50 to 55 % and 67 to 73 % on Node 20 to 26 (docs/performance.md), of which some per cent are left for fewer routes.
test.each(['fastify', 'fastify4'])('%s: the heap of mounted plugins and of shared models shrinks', (version) => {
  const kept = (app: string, routes: string) =>
    heapBytes(version, `${app},shared,measure,${routes}`) / heapBytes(version, `${app},plain,measure,${routes}`)
  expect(kept('versions', '50')).toBeLessThan(0.55)
  expect(kept('refs', '500')).toBeLessThan(0.4)
})

test('its types fit the options of both versions', () => {
  const code = `
    import { fastify } from 'fastify'
    import { fastify as fastify4 } from 'fastify4'
    import { sharedCompilers } from '../../src/remedies/fastify/sharedCompilers.ts'
    fastify(sharedCompilers({ logger: true }))
    fastify(sharedCompilers())
    fastify({ ...sharedCompilers(), exposeHeadRoutes: false })
    fastify4(sharedCompilers({ logger: true }))
  `
  expect(typeErrors(code)).toBe('')
})

/** What tsc says about a file beside this one that is never written. */
function typeErrors(code: string): string {
  const script = `
    const ts = require('typescript')
    const name = process.argv[1]
    const options = { strict: true, noEmit: true, skipLibCheck: true, module: 199, moduleResolution: 99, target: 9,
      allowImportingTsExtensions: true, types: ['node'] }
    const host = ts.createCompilerHost(options)
    const { readFile, fileExists, getSourceFile } = host
    host.fileExists = (file) => file === name || fileExists(file)
    host.readFile = (file) => (file === name ? process.argv[2] : readFile(file))
    host.getSourceFile = (file, ...rest) =>
      file === name ? ts.createSourceFile(file, process.argv[2], rest[0]) : getSourceFile(file, ...rest)
    const program = ts.createProgram([name], options, host)
    const found = ts.getPreEmitDiagnostics(program).filter(({ file }) => file?.fileName === name)
    process.stdout.write(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')).join('; '))
  `
  const name = fileURLToPath(new URL('./typed.mts', import.meta.url))
  return execFileSync(process.execPath, ['-e', script, name, code], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    encoding: 'utf8',
  })
}
