import { once } from 'node:events'
import { createRequire } from 'node:module'

// Runs alone in a process of its own: compiles a schema again and again, and says what each time adds to the heap.

interface Job {
  readonly schema: object
  readonly resolveFrom: string
  readonly copies: number
}
type Validate = (data: unknown) => boolean
type BuildCompiler = () => (
  externals: object,
  options: object,
) => (route: { schema: object; method: string; url: string; httpPart: string }) => Validate

const { schema, resolveFrom, copies } = (await once(process, 'message'))[0] as Job
const AjvCompiler = loadCompiler(resolveFrom)
const compile = AjvCompiler()({}, { customOptions: {} })
const validate = (document: object): Validate =>
  compile({ schema: document, method: 'POST', url: '/', httpPart: 'body' })

// The first ones pay for the compiler's own code.
for (let i = 0; i < 20; i++) validate(structuredClone(schema))({})
const kept: Validate[] = []
const before = heapUsed()
const startedAt = performance.now()
for (let i = 0; i < copies; i++) kept.push(validate(structuredClone(schema)))
const compileMs = (performance.now() - startedAt) / copies
const cold = heapUsed()
for (const check of kept) check({})
const called = heapUsed()
process.send?.({
  coldBytes: Math.round((cold - before) / copies),
  calledBytes: Math.round((called - before) / copies),
  compileMs: Math.round(compileMs * 100) / 100,
})
process.disconnect()

function loadCompiler(from: string): BuildCompiler {
  try {
    return createRequire(from)('@fastify/ajv-compiler') as BuildCompiler
  } catch {
    return createRequire(import.meta.url)('@fastify/ajv-compiler') as BuildCompiler
  }
}

/** After collections, until nothing moves any more. */
function heapUsed(): number {
  let last = Number.POSITIVE_INFINITY
  for (let round = 0; round < 10; round++) {
    ;(globalThis as { gc?: () => void }).gc?.()
    const used = process.memoryUsage().heapUsed
    if (Math.abs(last - used) < 1024) return used
    last = used
  }
  return last
}
