import type { Remedy } from '../../capture/inside/measure.ts'
import { sharedCompilers } from './sharedCompilers.ts'

type Factory = ((options?: object) => unknown) & { fastify?: unknown; default?: unknown }

/** Puts itself before the function that makes Fastify 4 and 5 apps, and changes the options that it is given. */
export function fastifyRemedy(names: readonly string[], act: boolean): Remedy {
  const shared = names.includes('shared-compilers')
  const headOff = names.includes('head-routes-off')
  let apps = 0
  if (shared) rehearse()

  const changed = (options: object = {}): object => ({
    ...(shared ? sharedCompilers(options) : options),
    ...(headOff && { exposeHeadRoutes: false }),
  })
  return {
    probes: [
      {
        module: 'fastify',
        versions: '>=4 <6',
        files: /^fastify\.js$/,
        attach(_boot, exports) {
          if (typeof exports !== 'function') return undefined
          const original = exports as Factory
          const factory = ((options) => {
            apps++
            return original(act ? changed(options) : options)
          }) as Factory
          // What is found on the function is found on this one; its own two names lead to this one as well.
          Object.assign(factory, original, { fastify: factory, default: factory })
          return factory
        },
      },
    ],
    applied: () => ({ ...(shared && { 'shared-compilers': apps }), ...(headOff && { 'head-routes-off': apps }) }),
  }
}

/**
 * Runs the shared compilers once, in boots of both sides and before anything is measured: V8 compiles a function when it first
 * runs, and the remedy's own bytecode is nothing that the app holds.
 */
function rehearse(): void {
  const { ajv, schemaController } = sharedCompilers({}, () => () => () => '')
  const build = schemaController.compilersFactory.buildSerializer
  const [plugin] = ajv.plugins
  const nothing = () => undefined
  const names = ['addSchema', 'removeSchema', 'addKeyword', 'removeKeyword', 'addFormat', 'addVocabulary']
  const standIn = plugin({ compile: () => nothing, ...Object.fromEntries(names.map((name) => [name, nothing])) })
  const serialize = build?.({}, {})
  for (const type of ['object', 'object', 'array']) {
    serialize?.({ schema: { type, items: [] } })
    standIn.compile({ type, items: [] })
  }
}
