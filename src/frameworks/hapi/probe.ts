import type { Boot, Probe } from '../../capture/inside/probe.ts'

/** The sliver of hapi that is used here: the core that a server and its plugins share. */
interface Core {
  readonly router: Table
  registerServer(server: object): unknown
}

/** Of @hapi/call; every route goes through it, with its whole path. */
interface Table {
  add(options: unknown, route?: Route | string): unknown
}

interface Route {
  readonly method: string
  readonly path: string
  readonly realm?: Realm
}

/** What a server, or the one that a plugin gets, is known by. */
interface Realm {
  readonly modifiers: { readonly route: { readonly prefix?: string } }
}

const attached = new WeakSet<object>()

export const probe: Probe = {
  module: '@hapi/hapi',
  framework: 'hapi',
  versions: '>=21 <22',
  files: /^lib\/core\.js$/,

  attach(boot, exports) {
    const prototype = (exports as { prototype?: Core } | undefined)?.prototype
    if (typeof prototype?.registerServer !== 'function' || attached.has(prototype)) return
    attached.add(prototype)
    const { registerServer } = prototype
    // Every server announces itself here when it is made, so the first one comes before any route.
    prototype.registerServer = function (this: Core, server) {
      boot.declared()
      watchTable(boot, Object.getPrototypeOf(this.router) as Table)
      return Reflect.apply(registerServer, this, [server])
    }
  },
}

/** What was reported: a route for several hosts is added once for each, and a plugin's prefix is set after its start. */
const reported = new WeakSet<object>()

function watchTable(boot: Boot, prototype: Table): void {
  if (attached.has(prototype)) return
  attached.add(prototype)
  const { add } = prototype
  prototype.add = function (this: Table, options, route) {
    if (typeof route === 'object' && route.realm !== undefined) report(boot, route, route.realm)
    return Reflect.apply(add, this, [options, route])
  }
}

function report(boot: Boot, route: Route, realm: Realm): void {
  if (!reported.has(realm)) {
    reported.add(realm)
    boot.router({ framework: 'hapi', prefix: realm.modifiers.route.prefix ?? null }, [realm])
  }
  if (reported.has(route)) return
  reported.add(route)
  const method = route.method === '*' ? 'ALL' : route.method.toUpperCase()
  boot.route({ framework: 'hapi', method, path: route.path }, [route])
}
