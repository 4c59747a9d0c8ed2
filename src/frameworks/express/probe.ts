import type { Boot, Probe } from '../../capture/inside/probe.ts'
import { createNotes } from '../notes.ts'

/** The sliver of a router that is used here. */
interface Router {
  readonly stack: readonly Layer[]
  use(...args: unknown[]): unknown
  route(...args: unknown[]): Route
}

interface Layer {
  readonly route?: Route
}

interface Route {
  readonly path: unknown
}

type Methods = Record<string, (this: Route, ...args: unknown[]) => unknown>

/** The layer of each route, weakly like all that is the app's, and the methods that were reported of it. */
const layers = createNotes<{ readonly layer: WeakRef<object>; readonly methods: string[] }>()
const attached = new WeakSet<object>()
/** True inside `app.all()`, which calls the method of every verb. */
let everyVerb = false

const attach = (boot: Boot, exports: unknown): void => {
  if ((typeof exports !== 'function' && typeof exports !== 'object') || exports === null || attached.has(exports))
    return
  attached.add(exports)
  const { prototype } = exports as { prototype?: unknown }
  if (isRouter(exports)) watchRouter(boot, exports)
  else if (isRouter(prototype)) watchRouter(boot, prototype)
  else if (has(prototype, ['dispatch', 'all', 'get'])) watchRoute(boot, prototype as Methods)
  else if (has(exports, ['defaultConfiguration', 'all'])) watchApplication(boot, exports as Application)
}

/** `express` has routers of its own up to version 4, and those of the package `router` from then on. */
export const probes: readonly Probe[] = [
  { module: 'express', versions: '>=4 <6', files: /^lib\/(application|router\/(index|route))\.js$/, attach },
  { module: 'router', framework: 'express', versions: '>=2 <3', files: /^(index|lib\/route)\.js$/, attach },
]

const has = (value: unknown, names: readonly string[]): boolean =>
  (typeof value === 'object' || typeof value === 'function') &&
  value !== null &&
  names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')

const isRouter = (value: unknown): value is Router =>
  has(value, ['use', 'route', 'param', 'handle']) && !has(value, ['defaultConfiguration'])

function watchRouter(boot: Boot, prototype: Router): void {
  const { use, route } = prototype

  // The layer is not in the hands of the route, which gets its methods later.
  prototype.route = function (this: Router, ...args) {
    const made = Reflect.apply(route, this, args)
    const layer = this.stack.at(-1)
    if (layer?.route === made) layers.add(made, { layer: new WeakRef(layer), methods: [] })
    return made
  }

  prototype.use = function (this: Router, ...args) {
    reportMounts(boot, args, (value): value is object => isApp(value) || isRouterFunction(value))
    return Reflect.apply(use, this, args)
  }
}

function reportMounts(boot: Boot, args: unknown[], isMounted: (value: unknown) => value is object): void {
  const prefix = typeof args[0] === 'string' ? args[0] : null
  for (const router of args.flat(Number.POSITIVE_INFINITY).filter(isMounted)) {
    boot.declared()
    boot.router({ framework: 'express', prefix }, [router])
  }
}

const isApp = (value: unknown): value is object => typeof value === 'function' && 'mountpath' in value
const isRouterFunction = (value: unknown): value is object =>
  typeof value === 'function' && Array.isArray((value as { stack?: unknown }).stack)

/** Whatever registers a route ends in the method of its verb, as in `router.route(path).get(handler)`. */
function watchRoute(boot: Boot, prototype: Methods): void {
  const verbs = Object.keys(prototype).filter((name) => name === 'all' || /^[a-z][a-z-]+$/.test(name))
  for (const verb of verbs) {
    const original = prototype[verb]
    if (typeof original !== 'function' || verb === 'dispatch') continue
    prototype[verb] = function (this: Route, ...args) {
      const result = Reflect.apply(original, this, args)
      report(boot, this, everyVerb || verb === 'all' ? 'ALL' : verb.toUpperCase())
      return result
    }
  }
}

function report(boot: Boot, route: Route, method: string): void {
  const found = layers.of(route)
  const layer = found?.layer.deref()
  if (found === undefined || layer === undefined || found.methods.includes(method)) return
  found.methods.push(method)
  boot.route({ framework: 'express', method, path: pathText(route.path) }, [layer])
}

/** As the recogniser writes it. */
function pathText(path: unknown): string {
  if (Array.isArray(path)) {
    const texts = new Set(path.map(pathText))
    return texts.size === 1 ? [...texts][0] : `(${[...texts].join('|')})`
  }
  return path instanceof RegExp ? `/${path.source}/` : String(path)
}

interface Application {
  all(...args: unknown[]): unknown
  use(...args: unknown[]): unknown
}

/** An app that is mounted in an app comes to the router as a closure around it. */
function watchApplication(boot: Boot, application: Application): void {
  const { all, use } = application
  application.use = function (this: unknown, ...args) {
    reportMounts(boot, args, isApp)
    return Reflect.apply(use, this, args)
  }
  application.all = function (this: unknown, ...args) {
    everyVerb = true
    try {
      return Reflect.apply(all, this, args)
    } finally {
      everyVerb = false
    }
  }
}
