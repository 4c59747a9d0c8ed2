import type { Boot, Probe } from '../../capture/inside/probe.ts'

/** The sliver of h3 2 that is used here. */
interface App {
  mount?(base: string, input: object): unknown
  '~addRoute'(route: Route): void
}

interface Route {
  readonly method?: string
  readonly route?: string
}

type AppClass = { readonly prototype: App }

const attached = new WeakSet<object>()
/** The records that were reported: `H3` hands each on to the class that it extends. */
const reported = new WeakSet<object>()

/** Of h3 2 only: routers of h3 1 are closures that nothing can be put around. */
export const probe: Probe = {
  module: 'h3',
  versions: '>=2 <3',
  files: /^dist\/(_entries\/)?\w+\.mjs$/,

  attach(boot, exports) {
    const { H3, H3Core } = (exports ?? {}) as Record<string, unknown>
    for (const value of [H3, H3Core]) {
      if (!isAppClass(value) || attached.has(value)) continue
      attached.add(value)
      watchRoutes(boot, value.prototype)
      watchComposition(boot, value.prototype)
    }
  },
}

const isAppClass = (value: unknown): value is AppClass =>
  typeof value === 'function' && typeof (value.prototype as Partial<App> | undefined)?.['~addRoute'] === 'function'

/** Every route comes through here, a copy that `mount` makes as well. The record is what the app keeps. */
function watchRoutes(boot: Boot, prototype: App): void {
  const addRoute = prototype['~addRoute']
  prototype['~addRoute'] = function (this: App, route) {
    if (!reported.has(route)) {
      reported.add(route)
      boot.route({ framework: 'h3', method: route.method || 'ALL', path: route.route ?? '' }, [route])
    }
    Reflect.apply(addRoute, this, [route])
  }
}

function watchComposition(boot: Boot, prototype: App): void {
  const { mount } = prototype
  if (mount === undefined) return
  prototype.mount = function (this: App, base, input) {
    boot.declared()
    if ('~routes' in input) boot.router({ framework: 'h3', prefix: base }, [input])
    return Reflect.apply(mount, this, [base, input])
  }
}
