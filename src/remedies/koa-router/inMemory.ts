import type { RemediesConfig } from '../../capture/inside/config.ts'
import type { Remedy } from '../../capture/inside/measure.ts'
import { copies } from '../copies.ts'
import { hollow } from '../hollow.ts'

/** The sliver of @koa/router and koa-router, 12 and later, that is used here. */
interface Router {
  use(...args: unknown[]): unknown
  routes(...args: unknown[]): unknown
  middleware(...args: unknown[]): unknown
}

/**
 * Empties routers whose every `routes()` was given to `use` of another router, which copied them: nothing dispatches to
 * them any more. A router whose `routes()` went anywhere else is left alone.
 */
export function koaRouterRemedy(config: RemediesConfig): Remedy {
  const routers = copies(config, 'koa-router-emptied', hollow)
  const made: { readonly router: WeakRef<object>; readonly dispatch: WeakRef<object> }[] = []
  const routerOf = new WeakMap<object, object>()
  const copied = new WeakSet<object>()
  const attached = new WeakSet<object>()

  const watch = (prototype: Router) => {
    for (const name of ['routes', 'middleware'] as const) {
      const original = prototype[name]
      prototype[name] = function (this: Router, ...args) {
        const dispatch = Reflect.apply(original, this, args)
        if (typeof dispatch === 'function') {
          made.push({ router: new WeakRef(this), dispatch: new WeakRef(dispatch as object) })
          routerOf.set(dispatch, this)
        }
        return dispatch
      }
    }
    const { use } = prototype
    prototype.use = function (this: Router, ...args) {
      const result = Reflect.apply(use, this, args)
      for (const one of args.flat()) {
        if (typeof one !== 'function' || !('router' in one)) continue
        copied.add(one)
        const router = routerOf.get(one)
        if (router !== undefined && router !== this) routers.copied(router)
      }
      return result
    }
  }
  const attach = (_boot: unknown, exports?: unknown) => {
    const { default: main, Router, RouterImplementation } = (exports ?? {}) as Record<string, unknown>
    for (const value of [exports, main, Router, RouterImplementation]) {
      const prototype = typeof value === 'function' ? (value.prototype as Partial<Router> | undefined) : undefined
      if (typeof prototype?.routes !== 'function' || typeof prototype.use !== 'function') continue
      if (attached.has(prototype)) continue
      attached.add(prototype)
      watch(prototype as Router)
    }
  }
  const files = /^(dist|lib)\/(index|router)\.m?js$/
  return {
    probes: [
      { module: '@koa/router', versions: '>=12 <16', files, attach },
      { module: 'koa-router', versions: '>=12 <15', files, attach },
    ],
    composed() {
      const live = new Set<object>()
      for (const { router: routerRef, dispatch: dispatchRef } of made) {
        const [router, dispatch] = [routerRef.deref(), dispatchRef.deref()]
        if (router !== undefined && dispatch !== undefined && !copied.has(dispatch)) live.add(router)
      }
      routers.ready((router) => live.has(router))
    },
    applied: () => ({ 'koa-router-emptied': routers.emptied() }),
    lastCopies: () => ({ 'koa-router-emptied': routers.lastCopies() }),
  }
}
