import type { CallSite } from '../../capture/inside/callSite.ts'
import type { Boot, Probe } from '../../capture/inside/probe.ts'
import { methodsText } from '../../recognise/methodsText.ts'
import { createNotes } from '../notes.ts'

/** The slivers of AdonisJS that are used here. */
interface Router {
  route(...args: unknown[]): object
  resource(...args: unknown[]): Resource
  shallowResource(...args: unknown[]): Resource
  commit(): void
  register(record: RouteRecord): void
}

interface Resource {
  readonly routes: readonly object[]
}

interface Route {
  toJSON(): RouteRecord
}

interface BriskRoute {
  setHandler(...args: unknown[]): object
}

interface RouteRecord {
  readonly pattern: string
  readonly methods: readonly string[]
}

const attached = new WeakSet<object>()
/** Where the builder of a route was made; the route itself is put together when the server boots. */
const writtenAt = createNotes<CallSite | null>()

export const probe: Probe = {
  module: '@adonisjs/http-server',
  framework: 'adonis',
  versions: '>=7 <10',
  files: /^build\/[\w-]+\.js$/,

  attach(boot, exports) {
    for (const value of Object.values((exports ?? {}) as Record<string, unknown>)) {
      if (typeof value !== 'function' || typeof value.prototype !== 'object' || attached.has(value)) continue
      attached.add(value)
      const { prototype } = value
      if (has(prototype, 'commit') && has(prototype, 'register')) watchRouter(boot, prototype)
      else if (has(prototype, 'toJSON') && has(prototype, 'markAsDeleted')) watchRoute(prototype)
      else if (has(prototype, 'setHandler')) watchBriskRoute(boot, prototype)
    }
  },
}

const has = (prototype: object | null, name: string): boolean =>
  prototype !== null && typeof (prototype as Record<string, unknown>)[name] === 'function'

function watchRouter(boot: Boot, prototype: Router): void {
  const { route, commit, register } = prototype
  // `get`, `post` and the like all come through here.
  prototype.route = function (this: Router, ...args) {
    const builder = Reflect.apply(route, this, args)
    writtenAt.add(builder, boot.callSite())
    return builder
  }
  for (const name of ['resource', 'shallowResource'] as const) {
    const original = prototype[name]
    prototype[name] = function (this: Router, ...args) {
      const resource = Reflect.apply(original, this, args)
      const site = boot.callSite()
      for (const builder of resource.routes) writtenAt.add(builder, site)
      return resource
    }
  }
  prototype.commit = function (this: Router) {
    boot.declared()
    boot.router({ framework: 'adonis', prefix: null }, [this])
    return Reflect.apply(commit, this, [])
  }
  // Commit hands every record to the router's own list; a record in the store is a copy of it.
  prototype.register = function (this: Router, record) {
    const { methods, pattern } = record
    const site = writtenAt.of(record) ?? null
    for (const method of methodsText(methods).split('|'))
      boot.route({ framework: 'adonis', method, path: pattern }, [record], site)
    return Reflect.apply(register, this, [record])
  }
}

function watchRoute(prototype: Route): void {
  const { toJSON } = prototype
  prototype.toJSON = function (this: Route) {
    const record = Reflect.apply(toJSON, this, [])
    writtenAt.add(record, writtenAt.of(this) ?? null)
    return record
  }
}

/** `on(pattern)`: the builder of the route is made with its handler. */
function watchBriskRoute(boot: Boot, prototype: BriskRoute): void {
  const { setHandler } = prototype
  prototype.setHandler = function (this: BriskRoute, ...args) {
    const builder = Reflect.apply(setHandler, this, args)
    writtenAt.add(builder, boot.callSite())
    return builder
  }
}
