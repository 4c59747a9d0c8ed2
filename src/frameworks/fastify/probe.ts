import { subscribe } from 'node:diagnostics_channel'
import type { Probe } from '../../capture/inside/probe.ts'

/** The sliver of Fastify that is used here. */
interface Instance {
  readonly version: string
  readonly prefix: string
  addHook(name: 'onRoute', hook: (route: RouteOptions) => void): void
  addHook(name: 'onRegister', hook: (instance: Instance, options: { prefix?: string }) => void): void
}

interface RouteOptions {
  readonly method: string | readonly string[]
  readonly url: string
  readonly handler: object
}

export const probe: Probe = {
  module: 'fastify',
  versions: '>=4 <6',

  attach(boot) {
    subscribe('fastify.initialization', (message) => {
      const { fastify } = message as { fastify: Instance }
      boot.framework('fastify', fastify.version ?? null)
      fastify.addHook('onRegister', (instance) => {
        boot.declared()
        boot.router({ framework: 'fastify', prefix: instance.prefix }, [instance])
      })
      // It also fires for the HEAD routes that Fastify adds by itself: they hold a Context of their own.
      fastify.addHook('onRoute', ({ method, url, handler }) => {
        boot.declared()
        for (const one of typeof method === 'string' ? [method] : method)
          boot.route({ framework: 'fastify', method: one, path: url }, [handler])
      })
    })
  },
}
