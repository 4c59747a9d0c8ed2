import type { Boot, Probe } from '../../capture/inside/probe.ts'

/** The sliver of Elysia that is used here. */
interface Instance {
  readonly config: { readonly prefix?: string }
  readonly router: { readonly history: readonly Route[] }
  add(...args: unknown[]): unknown
  group(...args: unknown[]): unknown
  guard(...args: unknown[]): unknown
  use(...args: unknown[]): unknown
}

interface Route {
  readonly method: string
  readonly path: string
}

const attached = new WeakSet<object>()

export const probe: Probe = {
  module: 'elysia',
  versions: '>=1 <2',
  files: /^dist\/(cjs\/)?index\.m?js$/,

  attach(boot, exports) {
    const { Elysia } = (exports ?? {}) as { Elysia?: { readonly prototype: Instance } }
    if (typeof Elysia?.prototype?.add !== 'function' || attached.has(Elysia)) return
    attached.add(Elysia)
    watchRoutes(boot, Elysia.prototype)
    for (const method of ['use', 'group', 'guard'] as const) watchComposition(boot, Elysia.prototype, method)
  },
}

/** Every route comes through `add`, one that `use` or `group` adds again as well. The record is what the instance keeps. */
function watchRoutes(boot: Boot, prototype: Instance): void {
  const { add } = prototype
  const reported = new WeakSet<object>()
  prototype.add = function (this: Instance, ...args) {
    const result = Reflect.apply(add, this, args)
    const { history } = this.router
    // A route of the same method and path takes the place of the earlier one, which may be anywhere.
    const last = history.at(-1)
    const added = last !== undefined && !reported.has(last) ? [last] : history.filter((route) => !reported.has(route))
    for (const route of added) {
      reported.add(route)
      boot.route({ framework: 'elysia', method: route.method.toUpperCase(), path: route.path }, [route])
    }
    return result
  }
}

/** An instance that is used by another one is a router; so is what `group` makes, whose routes come by themselves. */
function watchComposition(boot: Boot, prototype: Instance, name: 'use' | 'group' | 'guard'): void {
  const original = prototype[name]
  prototype[name] = function (this: Instance, ...args) {
    boot.declared()
    if (name !== 'use') boot.router({ framework: 'elysia', prefix: typeof args[0] === 'string' ? args[0] : null }, [])
    for (const plugin of args.flat()) {
      if (isInstance(plugin)) boot.router({ framework: 'elysia', prefix: plugin.config.prefix ?? null }, [plugin])
    }
    return Reflect.apply(original, this, args)
  }
}

const isInstance = (value: unknown): value is Instance =>
  typeof value === 'object' && value !== null && 'router' in value && 'config' in value && 'singleton' in value
