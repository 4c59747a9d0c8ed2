// Random apps and requests, with and without shared compilers: everything that a client and an error handler see must be
// equal. Seeded; plain JavaScript, so that the test and bench/remedy-fuzz.mjs run the same.

/** A small generator of numbers (mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (n) => Math.floor(next() * n)
  return { next, int, chance: (p) => next() < p, pick: (list) => list[int(list.length)] }
}

const words = ['id', 'name', 'email', 'Count', 'tags', 'when', 'price', 'x-req', 'X-Mixed', 'note']
const formats = ['date', 'date-time', 'email', 'uuid', 'ipv4', 'uri']

function scalar(r) {
  switch (r.int(8)) {
    case 0:
      return { type: 'integer', minimum: r.int(3), ...(r.chance(0.4) && { maximum: 5 + r.int(9) }) }
    case 1:
      return { type: 'number', ...(r.chance(0.5) && { exclusiveMaximum: 50 }), ...(r.chance(0.3) && { default: 1.5 }) }
    case 2:
      return { type: 'boolean', ...(r.chance(0.3) && { default: r.chance(0.5) }) }
    case 3:
      return { type: 'string', format: r.pick(formats) }
    case 4:
      return { type: 'string', enum: ['a', 'b', 'é', ''].slice(0, 1 + r.int(4)) }
    case 5:
      return { type: 'string', pattern: r.pick(['^[a-z]+$', '^\\d{2}$', '.']), maxLength: 1 + r.int(9) }
    case 6:
      return r.pick([{ const: 1 }, { type: ['string', 'null'] }, { type: 'string', nullable: true }, {}])
    default:
      return {
        type: 'string',
        ...(r.chance(0.3) && { default: 'none' }),
        ...(r.chance(0.3) && { minLength: 1 + r.int(4) }),
      }
  }
}

function objectOf(r, depth, refs) {
  const keys = words.filter(() => r.chance(0.4))
  const properties = Object.fromEntries(keys.map((key) => [key, schemaOf(r, depth - 1, refs)]))
  return {
    type: 'object',
    ...(r.chance(0.5) && { required: keys.filter(() => r.chance(0.25)) }),
    ...(r.chance(0.4) && { additionalProperties: r.pick([false, true, { type: 'string' }]) }),
    properties,
    ...(r.chance(0.1) && { minProperties: 1 }),
    ...(r.chance(0.1) && { patternProperties: { '^z': { type: 'integer' } } }),
  }
}

export function schemaOf(r, depth, refs) {
  if (refs.length > 0 && r.chance(0.2)) return { $ref: r.pick(refs) }
  if (depth <= 0 || r.chance(0.45)) return scalar(r)
  switch (r.int(6)) {
    case 0:
      return { type: 'array', items: schemaOf(r, depth - 1, refs), ...(r.chance(0.3) && { maxItems: 1 + r.int(3) }) }
    case 1:
      return { anyOf: [scalar(r), schemaOf(r, depth - 1, refs)] }
    case 2:
      return { oneOf: [{ type: 'integer' }, { type: 'string', minLength: 2 }] }
    default:
      return objectOf(r, depth, refs)
  }
}

/** Something that often fits the schema, and often nearly does. */
function sampleOf(r, schema, shared, depth = 4) {
  if (depth === 0 || typeof schema !== 'object' || schema === null) return 1
  if (r.chance(0.025)) return r.pick([null, '', 'text', 7, '7', -1, 3.25, true, 'false', [], ['1'], {}, { id: 1 }])
  if (schema.$ref !== undefined) return sampleOf(r, shared[schema.$ref.split('#')[0]] ?? {}, shared, depth - 1)
  if (schema.anyOf ?? schema.oneOf) return sampleOf(r, r.pick(schema.anyOf ?? schema.oneOf), shared, depth - 1)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return r.pick(schema.enum)
  switch ([schema.type].flat()[0]) {
    case 'object': {
      const keys = Object.keys(schema.properties ?? {}).filter(
        (key) => schema.required?.includes(key) === true || r.chance(0.6),
      )
      const value = Object.fromEntries(keys.map((key) => [key, sampleOf(r, schema.properties[key], shared, depth - 1)]))
      return r.chance(0.15) ? { ...value, extra: r.int(9), zed: 'z' } : value
    }
    case 'array':
      return Array.from({ length: r.int(4) }, () => sampleOf(r, schema.items, shared, depth - 1))
    case 'integer':
      return r.pick([r.int(12), String(r.int(12)), 2.5])
    case 'number':
      return r.pick([r.next() * 60, '12.5', r.int(9)])
    case 'boolean':
      return r.pick([true, false, 'true', 0])
    case 'string':
      return r.pick([
        'abc',
        'b',
        '42',
        '2024-02-03',
        'a@b.example',
        '2024-02-03T04:05:06Z',
        '10.0.0.1',
        'http://a.example/',
      ])
    default:
      return r.pick(['any', 3, null])
  }
}

/** The same content in new objects; now and then nearly the same: another order of keys, or one number more. */
function copyOf(r, schema) {
  const copy = structuredClone(schema)
  if (r.chance(0.15)) return Object.fromEntries(Object.entries(copy).reverse())
  if (r.chance(0.1) && copy.properties !== undefined) {
    const properties = Object.entries(copy.properties).reverse()
    return { ...copy, properties: Object.fromEntries(properties) }
  }
  if (r.chance(0.1)) return { ...copy, description: 'another' }
  if (r.chance(0.05) && copy.properties !== undefined) return { ...copy, required: Object.keys(copy.properties) }
  return copy
}

/** What an app is built from; plain data but for the keyword, made anew for each build. */
export function planOf(seed) {
  const r = randomOf(seed)
  const shared = Object.fromEntries(['alpha', 'beta'].map((id) => [id, { $id: id, ...objectOf(r, 2, []) }]))
  // Shared schemas of one plugin each: the same name, another content.
  const everyHasLocal = r.chance(0.5)
  const locals = ['/v1', '/v2', '/v3'].map(() =>
    everyHasLocal || r.chance(0.3) ? { $id: 'local', ...objectOf(r, 1, r.chance(0.5) ? ['alpha#'] : []) } : null,
  )
  const refs = ['alpha#', 'beta#', ...(everyHasLocal ? ['local#', 'local#'] : [])]
  const kinds = Array.from({ length: 2 + r.int(3) }, () => ({
    get: r.chance(0.45),
    body: schemaOf(r, 3, refs),
    querystring: objectOf(r, 1, []),
    headers: objectOf(r, 1, []),
    params: { type: 'object', properties: { id: scalar(r) } },
    response: { [r.pick(['200', '2xx', 'default'])]: r.chance(0.4) ? { $ref: r.pick(refs) } : schemaOf(r, 3, refs) },
    parts: ['body', 'querystring', 'headers', 'params', 'response'].filter(() => r.chance(0.5)),
    odd: r.chance(0.25) ? r.pick(['$id', '$async', 'keyword', 'nested id', 'symbol', 'undefined']) : null,
  }))
  const customOptions = {
    ...(r.chance(0.3) && { coerceTypes: r.pick([true, false, 'array']) }),
    ...(r.chance(0.3) && { removeAdditional: r.pick([true, false, 'all', 'failing']) }),
    ...(r.chance(0.3) && { useDefaults: r.pick([true, false, 'empty']) }),
    ...(r.chance(0.3) && { allErrors: true }),
    ...(r.chance(0.15) && { verbose: true }),
    ...(r.chance(0.15) && { inlineRefs: false }),
    strict: false,
    logger: false,
  }
  const routes = locals.flatMap((local, mount) =>
    kinds.map((kind, i) => ({
      mount,
      url: `/k${i}/:id`,
      kind,
      schema: Object.fromEntries(
        kind.parts
          .filter((part) => part !== 'body' || !kind.get)
          .map((part) => [
            part,
            part === 'response'
              ? Object.fromEntries(Object.entries(kind.response).map(([code, schema]) => [code, copyOf(r, schema)]))
              : odd(kind.odd, part, copyOf(r, kind[part])),
          ]),
      ),
      local,
    })),
  )
  const requests = routes.flatMap(({ mount, kind, local }, i) =>
    Array.from({ length: 2 }, () => {
      const all = { ...shared, local: local ?? {} }
      const query = sampleOf(r, kind.querystring, all)
      const headers = sampleOf(r, kind.headers, all)
      return {
        method: kind.get ? r.pick(['GET', 'GET', 'HEAD']) : 'POST',
        url: `/v${mount + 1}/k${i % kinds.length}/${encodeURIComponent(String(sampleOf(r, kind.params.properties.id, all)))}${queryText(query)}`,
        headers: textHeaders(headers),
        body: kind.get ? undefined : sampleOf(r, kind.body, all),
        answer: sampleOf(r, Object.values(kind.response)[0], all),
      }
    }),
  )
  return { shared, locals, routes, requests, customOptions, head: r.chance(0.8) }
}

function odd(what, part, schema) {
  if (what === '$id' && part === 'body') return { ...schema, $id: 'ofOneRoute' }
  if (what === '$async' && part === 'body') return { ...schema, $async: true }
  if (what === 'keyword' && part !== 'headers') return { ...schema, firstSeen: true }
  if (what === 'nested id' && part === 'body')
    return { ...schema, definitions: { inner: { $id: 'inner', type: 'string' } } }
  if (what === 'symbol') return { ...schema, [Symbol.for('kind')]: 'Odd' }
  if (what === 'undefined') return { ...schema, title: undefined }
  return schema
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

function queryText(query) {
  if (!isObject(query)) return ''
  const text = Object.entries(query).flatMap(([key, value]) =>
    [value]
      .flat()
      .map((one) => `${key}=${encodeURIComponent(typeof one === 'object' ? JSON.stringify(one) : String(one))}`),
  )
  return text.length === 0 ? '' : `?${text.join('&')}`
}

const textHeaders = (headers) =>
  isObject(headers)
    ? Object.fromEntries(
        Object.entries(headers).map(([key, value]) => [
          key,
          String(isObject(value) ? 'object' : value).replace(/[^\x20-\x7e]/g, '?'),
        ]),
      )
    : {}

/** A keyword whose code knows the schema that it was compiled with: how often, and in which object. */
function keywordOf() {
  let compiled = 0
  return (ajv) => {
    ajv.addKeyword({
      keyword: 'firstSeen',
      errors: true,
      compile() {
        const number = ++compiled
        return function check() {
          check.errors = [{ keyword: 'firstSeen', message: `compiled as number ${number}`, params: {} }]
          return number % 2 === 1
        }
      },
    })
    return ajv
  }
}

async function build(fastify, plan, wrap) {
  const { shared, locals, routes, customOptions, head } = structured(plan)
  const app = fastify(wrap({ exposeHeadRoutes: head, ajv: { customOptions, plugins: [keywordOf()] } }))
  app.setErrorHandler((error, _request, reply) => {
    const { message, code, statusCode, validation, validationContext } = error
    reply.code(statusCode ?? 500).type('application/json')
    return reply.serializer(JSON.stringify).send({ message, code, statusCode, validation, validationContext })
  })
  for (const schema of Object.values(shared)) app.addSchema(schema)
  locals.forEach((local, mount) => {
    app.register(
      async (scope) => {
        if (local !== null) scope.addSchema(local)
        for (const { url, kind, schema } of routes.filter((route) => route.mount === mount))
          scope.route({
            method: kind.get ? 'GET' : 'POST',
            url,
            schema,
            handler: async (request, reply) => {
              const { body, query, params, headers } = request
              reply.header('x-seen', Buffer.from(JSON.stringify({ body, query, params, headers })).toString('base64'))
              return JSON.parse(Buffer.from(request.raw.headers['x-answer'], 'base64').toString())
            },
          })
      },
      { prefix: `/v${mount + 1}` },
    )
  })
  await app.ready()
  return app
}

/** Schemas of one app are objects of its own; symbols and `undefined` survive. */
function structured(plan) {
  const copy = (value) => {
    if (Array.isArray(value)) return value.map(copy)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Reflect.ownKeys(value).map((key) => [key, copy(value[key])]))
  }
  return copy(plan)
}

async function answers(app, requests) {
  const all = []
  for (const { method, url, headers, body, answer } of requests) {
    const response = await app.inject({
      method,
      url,
      headers: { ...headers, 'x-answer': Buffer.from(JSON.stringify(answer)).toString('base64') },
      ...(body !== undefined && {
        payload: JSON.stringify(body),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'x-answer': Buffer.from(JSON.stringify(answer)).toString('base64'),
        },
      }),
    })
    const { date: _, ...rest } = response.headers
    all.push({ method, url, status: response.statusCode, headers: rest, body: response.body })
  }
  return all
}

/**
 * Builds the app of a seed twice and sends it the same requests. The differences are texts, empty where there are none;
 * `boots` is false where both failed to boot in the same words.
 */
export async function compare(fastify, seed, wrap) {
  const plan = planOf(seed)
  const sides = []
  for (const with_ of [(options) => options, wrap]) {
    try {
      const app = await build(fastify, plan, with_)
      sides.push({ app: await answers(app, plan.requests), error: null })
      await app.close()
    } catch (error) {
      sides.push({ app: [], error: String(error?.message) })
    }
  }
  const [plain, shared] = sides
  const differences = []
  if (plain.error !== shared.error) differences.push(`seed ${seed}: boot: ${plain.error} / ${shared.error}`)
  plain.app.forEach((answer, i) => {
    const [a, b] = [JSON.stringify(answer), JSON.stringify(shared.app[i])]
    if (a !== b) differences.push(`seed ${seed}, request ${i}:\n${a}\n${b}`)
  })
  const statuses = new Map()
  for (const { status } of plain.app) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  return { requests: plain.app.length, boots: plain.error === null, error: plain.error, statuses, differences }
}
