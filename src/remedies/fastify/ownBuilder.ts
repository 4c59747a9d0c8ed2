import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { BuildSerializer } from './sharedSerializers.ts'

/**
 * The builder of serializers that a copy of Fastify would take by itself, found while that copy reads its options: its
 * lib/schema-controller.js (Fastify 4 and 5) is then on the stack, and resolves its own dependency. Undefined elsewhere,
 * and where Fastify is inside a bundle.
 */
export function ownBuilder(): BuildSerializer | undefined {
  const reader = stackFiles().find((file) => /[\\/]lib[\\/]schema-controller\.js$/.test(file))
  if (reader === undefined) return undefined
  try {
    const selector: unknown = createRequire(reader)('@fastify/fast-json-stringify-compiler')
    return typeof selector === 'function' ? (selector as () => BuildSerializer)() : undefined
  } catch {
    return undefined
  }
}

/** Files of the current stack, innermost first. What the app has set on `Error` is as it was afterwards. */
function stackFiles(): string[] {
  const { prepareStackTrace, stackTraceLimit } = Error
  const holder: { stack?: unknown } = {}
  try {
    Error.stackTraceLimit = 10
    Error.prepareStackTrace = (_error, sites) => sites
    Error.captureStackTrace(holder, ownBuilder)
    return (holder.stack as NodeJS.CallSite[]).flatMap((site) => {
      const file = site.getFileName()
      return typeof file !== 'string' ? [] : [file.startsWith('file:') ? fileURLToPath(file) : file]
    })
  } catch {
    return []
  } finally {
    Error.stackTraceLimit = stackTraceLimit
    Error.prepareStackTrace = prepareStackTrace as typeof Error.prepareStackTrace
  }
}
