import type { CallSite } from '../../capture/inside/callSite.ts'
import type { Boot, Probe } from '../../capture/inside/probe.ts'
import { createNotes } from '../notes.ts'

/** The slivers of Nest and what it stands on that are used here. */
interface RouterExplorer {
  explore(controller: InstanceWrapper, ...args: unknown[]): unknown
  applyCallbackToRouter(router: unknown, definition: RouteDefinition, ...args: unknown[]): unknown
  registerResolvedRoute?(router: unknown, route: RouteDefinition): unknown
}

interface InstanceWrapper {
  readonly instance: object
  readonly metatype: object
}

interface RouteDefinition {
  readonly targetCallback: object
}

interface RouterMethodFactory {
  get(adapter: Adapter, requestMethod: number): (...args: unknown[]) => unknown
}

type Adapter = Readonly<Record<string, unknown>> & { getInstance?(): unknown }

interface Reflection {
  defineMetadata(...args: unknown[]): unknown
}

const attached = new WeakSet<object>()
/** Where the decorators of a controller or of one of its methods ran. */
const decoratedAt = createNotes<CallSite | null>()
/** The method that is being registered. */
let registering: object | null = null

const attach = (boot: Boot, exports: unknown): void => {
  for (const value of Object.values((exports ?? {}) as Record<string, unknown>)) {
    const prototype = typeof value === 'function' ? value.prototype : undefined
    if (typeof prototype !== 'object' || prototype === null || attached.has(prototype)) continue
    attached.add(prototype)
    if ('applyCallbackToRouter' in prototype) watchExplorer(boot, prototype)
    else if ('get' in prototype) watchMethods(boot, prototype)
  }
}

/** The probe of `index.js` names the version: what Nest 12 imports when it is required, Node 20 shows to nobody. */
export const probes: readonly Probe[] = [
  { module: '@nestjs/core', framework: 'nest', versions: '>=10 <13', files: /^index\.js$/, attach: () => undefined },
  {
    module: '@nestjs/core',
    framework: 'nest',
    versions: '>=10 <13',
    files: /^(router\/router-explorer|helpers\/router-method-factory)\.js$/,
    attach,
  },
  {
    module: 'reflect-metadata',
    versions: '>=0.1 <1',
    files: /^Reflect(Lite)?\.js$/,
    aside: true,
    attach: watchDecorators,
  },
]

/** `@Controller()`, `@Get()` and the like all note a path on what they decorate. */
function watchDecorators(boot: Boot): void {
  const reflection = Reflect as unknown as Reflection
  const { defineMetadata } = reflection
  if (typeof defineMetadata !== 'function' || attached.has(defineMetadata)) return
  const watched: Reflection['defineMetadata'] = (...args) => {
    const [key, , target] = args
    if (key === 'path' && typeof target === 'function' && decoratedAt.of(target) === undefined)
      decoratedAt.add(target, boot.callSite())
    return Reflect.apply(defineMetadata, Reflect, args)
  }
  attached.add(watched)
  reflection.defineMetadata = watched
}

function watchExplorer(boot: Boot, prototype: RouterExplorer): void {
  const { explore, applyCallbackToRouter, registerResolvedRoute } = prototype
  const known = new WeakSet<object>()

  prototype.explore = function (this: RouterExplorer, ...args) {
    const [{ instance, metatype }] = args
    boot.declared()
    if (!known.has(instance)) boot.router({ framework: 'nest', prefix: null }, [instance], decoratedAt.of(metatype))
    known.add(instance)
    return Reflect.apply(explore, this, args)
  }
  prototype.applyCallbackToRouter = function (this: RouterExplorer, ...args) {
    return during(args[1], () => Reflect.apply(applyCallbackToRouter, this, args))
  }
  if (registerResolvedRoute === undefined) return
  prototype.registerResolvedRoute = function (this: RouterExplorer, ...args) {
    return during(args[1], () => Reflect.apply(registerResolvedRoute, this, args))
  }
}

function during<T>({ targetCallback }: RouteDefinition, register: () => T): T {
  registering = targetCallback
  try {
    return register()
  } finally {
    registering = null
  }
}

/** The adapter's `get`, `post` and the like are asked for here, and are given the whole path. */
function watchMethods(boot: Boot, prototype: RouterMethodFactory): void {
  const { get } = prototype
  prototype.get = function (this: RouterMethodFactory, ...args) {
    const register = Reflect.apply(get, this, args)
    if (registering === null) return register
    const [adapter] = args
    const verb = verbs.find((name) => adapter[name] === register)
    const saysItself = isFastify(boot, adapter)
    return function (this: unknown, ...route) {
      const [path] = route
      if (!saysItself && verb !== undefined && typeof path === 'string') report(boot, verb.toUpperCase(), path)
      return Reflect.apply(register, this, route)
    }
  }
}

const verbs = ['get', 'post', 'put', 'delete', 'patch', 'all', 'options', 'head', 'search', 'query']

interface Fastify {
  addHook(name: 'onRoute', hook: (route: { method: string | readonly string[]; url: string }) => void): void
}

/** Fastify says itself what becomes of a registration: a route for every method, and HEAD beside GET. */
function isFastify(boot: Boot, adapter: Adapter): boolean {
  const instance = adapter.getInstance?.()
  if (!hasHooks(instance)) return false
  if (attached.has(instance)) return true
  attached.add(instance)
  instance.addHook('onRoute', ({ method, url }) => {
    for (const one of typeof method === 'string' ? [method] : method) report(boot, one, url)
  })
  return true
}

const hasHooks = (instance: unknown): instance is Fastify =>
  typeof instance === 'object' && instance !== null && 'addHook' in instance

function report(boot: Boot, method: string, path: string): void {
  if (registering !== null)
    boot.route({ framework: 'nest', method, path }, [registering], decoratedAt.of(registering) ?? null)
}
