import type { Boot, Probe } from '../../capture/inside/probe.ts'

/** The sliver of tRPC that is used here: what `initTRPC` is made of, and what its `create()` gives. */
interface Builder {
  create(...args: unknown[]): Root
}

type MakeRouter = (...args: unknown[]) => Router

interface Root {
  router: MakeRouter
  mergeRouters: MakeRouter
}

interface Router {
  readonly _def: {
    readonly procedures: Record<string, Procedure>
    /** Routers that are loaded when they are first called (since 11). */
    readonly lazy?: Record<string, { load(): Promise<unknown> }>
  }
}

interface Procedure {
  readonly _def: { readonly type?: string; readonly query?: boolean; readonly mutation?: boolean }
}

const attached = new WeakSet<object>()

export const probe: Probe = {
  module: '@trpc/server',
  framework: 'trpc',
  versions: '>=10 <12',
  files: /^dist\/index\.(m?js|cjs)$/,

  attach(boot, exports) {
    const { initTRPC } = (exports ?? {}) as { initTRPC?: object }
    const prototype = initTRPC === undefined ? undefined : (Object.getPrototypeOf(initTRPC) as Builder)
    if (typeof prototype?.create !== 'function' || attached.has(prototype)) return
    attached.add(prototype)
    const { create } = prototype
    prototype.create = function (this: Builder, ...args) {
      const root = Reflect.apply(create, this, args)
      for (const name of ['router', 'mergeRouters'] as const) root[name] = watched(boot, root[name])
      return root
    }
  },
}

/** Both put a router together, procedures of nested ones included. */
const watched =
  (boot: Boot, make: MakeRouter): MakeRouter =>
  (...args) => {
    boot.declared()
    const router = make(...args)
    boot.router({ framework: 'trpc', prefix: null }, [router])
    report(boot, router)
    return router
  }

/** Reports what is in the index; a router that is loaded later adds to it. */
function report(boot: Boot, { _def: { procedures, lazy = {} } }: Router): void {
  const site = boot.callSite()
  const known = new Set<unknown>()
  const reportNew = () => {
    for (const [path, procedure] of Object.entries(procedures)) {
      if (known.has(path)) continue
      known.add(path)
      boot.route({ framework: 'trpc', method: methodOf(procedure), path }, [procedure, procedures], site)
    }
    for (const loader of Object.values(lazy)) {
      if (known.has(loader)) continue
      known.add(loader)
      const { load } = loader
      loader.load = () => load().then(reportNew)
    }
  }
  reportNew()
}

function methodOf({ _def: { type, query, mutation } }: Procedure): string {
  return (type ?? (query === true ? 'query' : mutation === true ? 'mutation' : 'subscription')).toUpperCase()
}
