import type { Remedy } from '../../capture/inside/measure.ts'
import { hollow } from '../hollow.ts'

interface Base {
  route(path: string, app: object): unknown
}

/**
 * Empties the sub-apps that `route()` has copied (Hono 4, and OpenAPIHono, which extends it), but for the one that is
 * served. A sub-app's error handler stays: its copies ask for it at every request.
 */
export function honoRemedy(act: boolean): Remedy {
  const copied: WeakRef<object>[] = []
  const attached = new WeakSet<object>()
  let emptied = 0
  return {
    probes: [
      {
        module: 'hono',
        versions: '>=4 <5',
        files: /^dist\/(cjs\/)?(hono-base|router\/[\w-]+\/router)\.js$/,
        attach(_boot, exports) {
          for (const value of Object.values((exports ?? {}) as Record<string, unknown>)) {
            if (typeof value !== 'function' || typeof value.prototype?.route !== 'function' || attached.has(value))
              continue
            attached.add(value)
            const prototype = value.prototype as Base
            const { route } = prototype
            prototype.route = function (this: Base, path, app) {
              copied.push(new WeakRef(app))
              return Reflect.apply(route, this, [path, app])
            }
          }
        },
      },
    ],
    composed(served) {
      for (const app of new Set(copied.map((ref) => ref.deref()))) {
        if (app === undefined || app === served) continue
        if (act) hollow(app, ['errorHandler', '_basePath', 'getPath'])
        emptied++
      }
    },
    applied: () => ({ 'hono-emptied': emptied }),
  }
}
