import type { Boot, Probe } from '../../capture/inside/probe.ts'

/** The sliver of trouter, and of polka on top of it, that is used here. */
interface Trouter {
  readonly handlers: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly wares?: unknown
  add(method: string, pattern: string, ...functions: unknown[]): unknown
  use?(base: unknown, ...functions: unknown[]): unknown
}

const attached = new WeakSet<object>()

/** polka exports a function only, which makes an app; the class that the app's is made of comes from trouter. */
export const probes: readonly Probe[] = [
  { module: 'polka', versions: '>=0.5 <0.6', files: /^index\.js$/, attach: () => undefined },
  {
    module: 'trouter',
    versions: '>=2 <3',
    files: /^index\.js$/,
    attach(boot, exports) {
      const { prototype } = exports as { prototype?: Trouter }
      if (typeof prototype?.add === 'function') watchRoutes(boot, prototype)
    },
  },
]

function watchRoutes(boot: Boot, prototype: Trouter): void {
  if (attached.has(prototype)) return
  attached.add(prototype)
  const { add } = prototype
  prototype.add = function (this: Trouter, method, pattern, ...functions) {
    const result = Reflect.apply(add, this, [method, pattern, ...functions])
    if (!Array.isArray(this.wares)) return result
    watchMounts(boot, Object.getPrototypeOf(this))
    const name = method === '*' ? 'ALL' : method
    boot.route({ framework: 'polka', method: name, path: pattern }, [this.handlers[method][pattern]])
    return result
  }
}

function watchMounts(boot: Boot, prototype: Trouter): void {
  const { use } = prototype
  if (use === undefined || attached.has(prototype)) return
  attached.add(prototype)
  prototype.use = function (this: Trouter, base, ...functions) {
    for (const app of functions.filter(isApp)) {
      boot.declared()
      boot.router({ framework: 'polka', prefix: typeof base === 'string' ? base : null }, [app])
    }
    return Reflect.apply(use, this, [base, ...functions])
  }
}

const isApp = (value: unknown): value is object => typeof value === 'object' && value !== null && 'bwares' in value
