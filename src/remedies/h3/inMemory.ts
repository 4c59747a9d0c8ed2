import type { RemediesConfig } from '../../capture/inside/config.ts'
import type { Remedy } from '../../capture/inside/measure.ts'
import { copies } from '../copies.ts'
import { hollow } from '../hollow.ts'

interface App {
  mount(base: string, input: { readonly '~middleware'?: readonly unknown[] }): unknown
}

/** Empties the apps that `mount()` has copied (h3 2), but for the one that is served. */
export function h3Remedy(config: RemediesConfig): Remedy {
  const subApps = copies(config, 'h3-emptied', hollow)
  const attached = new WeakSet<object>()
  return {
    probes: [
      {
        module: 'h3',
        versions: '>=2 <3',
        files: /^dist\/(_entries\/)?\w+\.mjs$/,
        attach(_boot, exports) {
          const { H3, H3Core } = (exports ?? {}) as Record<string, unknown>
          for (const value of [H3, H3Core]) {
            const prototype = typeof value === 'function' ? (value.prototype as Partial<App> | undefined) : undefined
            if (prototype === undefined || attached.has(prototype) || !Object.hasOwn(prototype, 'mount')) continue
            attached.add(prototype)
            const { mount } = prototype as App
            prototype.mount = function (this: App, base, input) {
              const result = Reflect.apply(mount, this, [base, input])
              // One with middleware is asked for it at each request.
              if ('~routes' in input && input['~middleware']?.length === 0) subApps.copied(input)
              return result
            }
          }
        },
      },
    ],
    composed: (served) => subApps.ready((app) => app === served),
    applied: () => ({ 'h3-emptied': subApps.emptied() }),
    lastCopies: () => ({ 'h3-emptied': subApps.lastCopies() }),
  }
}
