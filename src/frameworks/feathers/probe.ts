import type { Boot, Probe } from '../../capture/inside/probe.ts'
import { endpointOf } from './services.ts'

/** The sliver of Feathers that is used here. */
interface App {
  readonly services: Readonly<Record<string, Service>>
  use(path: string, service: Service | App, ...args: unknown[]): unknown
}

type Service = Readonly<Record<string | symbol, unknown>>

const attached = new WeakSet<object>()
const options = Symbol.for('@feathersjs/service')

export const probe: Probe = {
  module: '@feathersjs/feathers',
  framework: 'feathers',
  versions: '>=5 <6',
  files: /^lib\/application\.js$/,

  attach(boot, exports) {
    const { Feathers } = (exports ?? {}) as { Feathers?: { prototype: App } }
    if (typeof Feathers?.prototype?.use !== 'function' || attached.has(Feathers)) return
    attached.add(Feathers)
    watch(boot, Feathers.prototype)
  },
}

/** Koa and Express wrap `use`, and hand services on to this one. It calls itself for the services of a sub-app. */
function watch(boot: Boot, prototype: App): void {
  const { use } = prototype
  prototype.use = function (this: App, ...args) {
    const [path, service] = args
    if (isApp(service)) boot.declared()
    const result = Reflect.apply(use, this, args)
    if (!isApp(service) && typeof path === 'string') report(boot, this, path.replace(/^\/+|\/+$/g, ''))
    return result
  }
}

const isApp = (value: unknown): value is App =>
  (typeof value === 'object' || typeof value === 'function') && value !== null && 'services' in value

function report(boot: Boot, { services }: App, location: string): void {
  const service = services[location || '/']
  const { methods } = (service?.[options] ?? {}) as { methods?: readonly string[] }
  if (methods === undefined) return
  const prefix = location === '' ? '' : `/${location}`
  boot.router({ framework: 'feathers', prefix }, [service])
  for (const method of methods) {
    const { verb, below } = endpointOf(method)
    const hooked = service[method]
    if (typeof hooked === 'function')
      boot.route({ framework: 'feathers', method: verb, path: `${prefix}${below}` || '/' }, [hooked])
  }
}
