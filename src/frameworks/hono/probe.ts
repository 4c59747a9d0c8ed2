import type { Boot, Probe } from '../../capture/inside/probe.ts'

/** The sliver of Hono that is used here. */
interface Base {
  readonly _basePath: string
  route(path: string, app: Base): unknown
}

interface Matcher {
  add(method: string, path: string, handler: unknown): void
}

const attached = new WeakSet<object>()

export const probe: Probe = {
  module: 'hono',
  versions: '>=4 <5',
  knownFrom: '3.12',
  files: /^dist\/(cjs\/)?(hono-base|router\/[\w-]+\/router)\.js$/,

  attach(boot, exports) {
    for (const value of Object.values((exports ?? {}) as Record<string, unknown>)) {
      if (typeof value !== 'function' || typeof value.prototype !== 'object' || attached.has(value)) continue
      attached.add(value)
      if (typeof value.prototype.route === 'function') watchComposition(boot, value.prototype)
      else if (typeof value.prototype.add === 'function') watchRoutes(boot, value.prototype)
    }
  },
}

function watchComposition(boot: Boot, prototype: Base): void {
  const { route } = prototype
  prototype.route = function (this: Base, path, app) {
    boot.declared()
    boot.router({ framework: 'hono', prefix: path }, [app])
    return Reflect.apply(route, this, [path, app])
  }
}

/** The records that were reported; matchers pass them on to each other. */
const reported = new WeakSet<object>()

/** `get`, `post` and the like are closures of each instance, and all of them end in the matcher's `add`. */
function watchRoutes(boot: Boot, prototype: Matcher): void {
  const { add } = prototype
  prototype.add = function (this: Matcher, method, path, handler) {
    const record: unknown = Array.isArray(handler) ? handler[1] : undefined
    if (typeof record === 'object' && record !== null && !reported.has(record)) {
      reported.add(record)
      boot.route({ framework: 'hono', method, path }, [record])
    }
    return Reflect.apply(add, this, [method, path, handler])
  }
}
