import type { Boot, Probe } from '../../capture/inside/probe.ts'

/** The sliver of the router that is used here; its prototype carries all of it in every version since 7. */
interface Router {
  readonly opts: { readonly prefix?: string }
  readonly stack: readonly unknown[]
  register(...args: unknown[]): unknown
  use(...args: unknown[]): unknown
  routes(...args: unknown[]): unknown
  middleware(...args: unknown[]): unknown
  allowedMethods(...args: unknown[]): unknown
}

interface Layer {
  readonly path: string | RegExp
  readonly methods: readonly string[]
}

type RouterClass = { readonly prototype: Router }

const attached = new WeakSet<object>()

const koaRouter = (module: string, versions: string): Probe => ({
  module,
  framework: 'koa-router',
  fork: true,
  versions,
  files: /^(dist|lib)\/(index|router)\.m?js$/,

  attach(boot, exports) {
    for (const { prototype } of routerClasses(exports)) {
      if (attached.has(prototype)) continue
      attached.add(prototype)
      watch(boot, prototype)
    }
  },
})

export const probes: readonly Probe[] = [koaRouter('@koa/router', '>=12 <16'), koaRouter('koa-router', '>=12 <15')]

function routerClasses(exports: unknown): RouterClass[] {
  const { default: main, Router, RouterImplementation } = (exports ?? {}) as Record<string, unknown>
  return [exports, main, Router, RouterImplementation].filter(
    (value): value is RouterClass =>
      typeof value === 'function' &&
      typeof value.prototype?.register === 'function' &&
      typeof value.prototype.allowedMethods === 'function',
  )
}

function watch(boot: Boot, prototype: Router): void {
  const { register, use } = prototype
  const known = new WeakSet<object>()

  const report = (layer: Layer) => {
    // A GET route answers HEAD too, and says so in its methods.
    const methods = layer.methods.filter((method) => method !== 'HEAD' || !layer.methods.includes('GET'))
    for (const method of methods) boot.route({ framework: 'koa-router', method, path: String(layer.path) }, [layer])
  }

  // Every route comes through `register`. It answers with the new layer, or with the router where the path is a list
  // and each of its elements came through here by itself.
  prototype.register = function (this: Router, ...args) {
    const result = Reflect.apply(register, this, args)
    if (isLayer(result)) report(result)
    return result
  }

  // `use` copies the layers of a nested router into this one.
  prototype.use = function (this: Router, ...args) {
    const before = new Set(this.stack)
    const result = Reflect.apply(use, this, args)
    const copies = this.stack.filter((layer) => !before.has(layer) && isLayer(layer)) as Layer[]
    copies.forEach(report)
    // The router that is mounted was noted where its `routes()` was called.
    if (copies.length > 0) boot.router({ framework: 'koa-router', prefix: null }, [])
    return result
  }

  // A router is put somewhere by way of `routes()`, be it into another router or into the app. `middleware` is the
  // same under another name, and in some versions the one calls the other.
  const mounted = (router: Router) => {
    boot.declared()
    if (known.has(router)) return
    known.add(router)
    boot.router({ framework: 'koa-router', prefix: router.opts.prefix ?? null }, [router])
  }
  for (const name of ['routes', 'middleware'] as const) {
    const original = prototype[name]
    prototype[name] = function (this: Router, ...args) {
      mounted(this)
      return Reflect.apply(original, this, args)
    }
  }
}

const isLayer = (value: unknown): value is Layer =>
  typeof value === 'object' && value !== null && 'paramNames' in value && 'path' in value
