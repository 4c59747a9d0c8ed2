import type { Probe } from '../../capture/inside/probe.ts'

/** The sliver of restify's router, and of find-my-way in it, that is used here. */
interface Router {
  readonly _registry: { readonly _findMyWay: { readonly routes: readonly Record[] } }
  mount(...args: unknown[]): object
}

interface Record {
  readonly method: string
  readonly path: string
  readonly store?: { readonly route?: object }
}

const attached = new WeakSet<object>()

export const probe: Probe = {
  module: 'restify',
  versions: '>=11 <13',
  files: /^lib\/router\.js$/,

  attach(boot, exports) {
    const { prototype } = exports as { prototype?: Router }
    if (typeof prototype?.mount !== 'function' || attached.has(prototype)) return
    attached.add(prototype)
    const { mount } = prototype
    // Whatever method of the server registers a route ends here. find-my-way may have made two records of it, and makes
    // all anew when a route is removed.
    prototype.mount = function (this: Router, ...args) {
      const route = Reflect.apply(mount, this, args)
      for (const record of recordsOf(this, route))
        boot.route({ framework: 'restify', method: record.method, path: record.path }, [route])
      return route
    }
  },
}

/** The records of a route that was registered just now. */
function recordsOf({ _registry }: Router, route: object): Record[] {
  const { routes } = _registry._findMyWay
  const last = routes.findLastIndex(({ store }) => store?.route !== route)
  return routes.slice(last + 1)
}
