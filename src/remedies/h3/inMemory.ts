import type { Remedy } from '../../capture/inside/measure.ts'
import { hollow } from '../hollow.ts'

interface App {
  mount(base: string, input: object): unknown
}

/** Empties the apps that `mount()` has copied (h3 2), but for the one that is served. */
export function h3Remedy(act: boolean): Remedy {
  const copied: WeakRef<object>[] = []
  const attached = new WeakSet<object>()
  let emptied = 0
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
              if ('~routes' in input) copied.push(new WeakRef(input))
              return Reflect.apply(mount, this, [base, input])
            }
          }
        },
      },
    ],
    composed(served) {
      for (const app of new Set(copied.map((ref) => ref.deref()))) {
        if (app === undefined || app === served) continue
        if (act) hollow(app)
        emptied++
      }
    },
    applied: () => ({ 'h3-emptied': emptied }),
  }
}
