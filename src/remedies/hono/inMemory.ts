import type { RemediesConfig } from '../../capture/inside/config.ts'
import type { Remedy } from '../../capture/inside/measure.ts'
import { copies } from '../copies.ts'
import { hollow } from '../hollow.ts'

interface Base {
  route(path: string, app: object): unknown
}

/**
 * Empties the sub-apps that `route()` has copied (Hono 4, and OpenAPIHono, which extends it), but for the one that is
 * served. A sub-app's error handler stays: its copies ask for it at every request.
 */
export function honoRemedy(config: RemediesConfig): Remedy {
  const subApps = copies(config, 'hono-emptied', (app) => hollow(app, ['errorHandler', '_basePath', 'getPath']))
  const attached = new WeakSet<object>()
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
              const result = Reflect.apply(route, this, [path, app])
              subApps.copied(app)
              return result
            }
          }
        },
      },
    ],
    composed: (served) => subApps.ready((app) => app === served),
    applied: () => ({ 'hono-emptied': subApps.emptied() }),
    lastCopies: () => ({ 'hono-emptied': subApps.lastCopies() }),
  }
}
