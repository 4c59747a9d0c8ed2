/** What was found among the exports of the user's module. */
export type AppExport =
  | { readonly kind: 'app'; readonly name: string; readonly value: object }
  | { readonly kind: 'factory'; readonly name: string; readonly build: (...args: unknown[]) => unknown }

const names = [
  'default',
  'app',
  'server',
  'build',
  'buildApp',
  'buildServer',
  'createApp',
  'createServer',
  'bootstrap',
  'makeApp',
  'main',
]

/** The app or factory among the exports, under the wanted name or the first of the usual ones; null if there is none. */
export function appExport(exports: unknown, wanted: string | null): AppExport | null {
  if (wanted !== null) return asApp(wanted, exportNamed(exports, wanted))
  // CommonJS: `module.exports = app`. The server that it carries is a part of it.
  const itself = isApp(exports) && !isModule(exports)
  for (const name of names) {
    if (itself && name === 'server') continue
    const found = asApp(name, exportNamed(exports, name))
    if (found !== null) return found
  }
  return asApp('module.exports', exports) ?? carriedApp(exportNamed(exports, 'default'))
}

/** An app that the default export has among its own values, under one of the usual names. No getter is asked. */
function carriedApp(carrier: unknown): AppExport | null {
  if (typeof carrier !== 'object' || carrier === null) return null
  for (const name of names) {
    const value: unknown = Object.getOwnPropertyDescriptor(carrier, name)?.value
    if (isApp(value)) return { kind: 'app', name: `default.${name}`, value }
  }
  return null
}

/** Names of the exports, for messages; what it is where it has no names. */
export function exportNames(exports: unknown): string[] {
  if (exports === null || exports === undefined) return []
  if (typeof exports !== 'object' && typeof exports !== 'function') return [`a ${typeof exports}`]
  const named = Object.keys(exports).filter((name) => name !== '__esModule' && name !== 'module.exports')
  if (named.length > 0 || typeof exports !== 'function') return named
  return [isClass(exports) ? 'a class' : 'a function']
}

/** Whether one of the exports is a class, which is no factory. Getters are not asked, but for the default export. */
export function exportsClass(exports: unknown): boolean {
  const own = typeof exports === 'object' && exports !== null ? Object.getOwnPropertyDescriptors(exports) : {}
  const values = Object.values(own).map(({ value }) => value)
  return [exports, exportNamed(exports, 'default'), ...values].some((one) => typeof one === 'function' && isClass(one))
}

function exportNamed(exports: unknown, name: string): unknown {
  if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) return undefined
  const direct = (exports as Record<string, unknown>)[name]
  if (direct !== undefined && !(name === 'default' && isNamespace(direct))) return direct
  // A CommonJS module, imported: its exports are the default one.
  const inner = (exports as { default?: unknown }).default
  return isNamespace(inner) ? (inner as Record<string, unknown>)[name] : undefined
}

const isNamespace = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as { __esModule?: boolean }).__esModule === true

const isModule = (exports: unknown): boolean =>
  isNamespace(exports) || (exports as { [Symbol.toStringTag]?: unknown } | null)?.[Symbol.toStringTag] === 'Module'

function asApp(name: string, value: unknown): AppExport | null {
  if (isApp(value)) return { kind: 'app', name, value }
  if (typeof value !== 'function' || isClass(value)) return null
  return { kind: 'factory', name, build: value as (...args: unknown[]) => unknown }
}

/** Whoever exports a class makes its instances elsewhere, with what they need. */
const isClass = (value: object): boolean => /^class\b/.test(Function.prototype.toString.call(value))

const has = (value: object, name: string): boolean => typeof (value as Record<string, unknown>)[name] === 'function'

/**
 * True of what can be served: Fastify, Koa, Express, Nest, hapi, Hono and everything else with `fetch`, an http
 * server, or a plain `(req, res)` function.
 */
export function isApp(value: unknown): value is object {
  if (typeof value === 'function')
    return (
      has(value, 'listen') ||
      has(value, 'fetch') ||
      (has(value, 'use') && has(value, 'handle')) ||
      isRequestListener(value)
    )
  if (typeof value !== 'object' || value === null) return false
  return (
    has(value, 'listen') ||
    has(value, 'fetch') ||
    has(value, 'callback') ||
    (has(value, 'start') && 'listener' in value)
  )
}

/** A function of two, the first of which is called like a request. */
function isRequestListener(value: { readonly length: number }): boolean {
  if (value.length !== 2) return false
  return /^(async\s*)?(function\s*\*?\s*[\w$]*\s*)?\(\s*_*(req|request|incoming)\b/.test(
    Function.prototype.toString.call(value),
  )
}
