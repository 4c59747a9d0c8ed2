import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * An ES module that requires a compiled file of CommonJS and exports what it has: Node itself looks for the names in the
 * source, where TypeScript has none that it knows. The file is loaded once, be it imported or required. `source` is
 * the text that the compiler made of it; a name too many is exported as undefined, as Node does. `resolved` says what
 * `require` in that file would load.
 */
export function namedExports(file: string, source: string, resolved: (specifier: string) => string | null): string {
  const names = [...namesIn(source)]
  const others = [...passedOn(source)].map(resolved).filter((path) => path !== null && isModule(path))
  const required = `process.getBuiltinModule('module').createRequire(${JSON.stringify(file)})(${JSON.stringify(file)})`
  return [
    // What it passes on must not run before it does, so that has to be a module as well.
    others.length === 0
      ? `const required = ${required}`
      : `import required from ${JSON.stringify(`data:text/javascript,${encodeURIComponent(`export default ${required}`)}`)}`,
    'export default required',
    'const named = (name) => { try { return required[name] } catch {} }',
    ...names.map((name, i) => `const value${i} = named(${JSON.stringify(name)})`),
    ...names.map((name, i) => `export { value${i} as ${JSON.stringify(name)} }`),
    ...others.map((path) => `export * from ${JSON.stringify(urlOf(path as string))}`),
    '',
  ].join('\n')
}

/** How the compiler writes down that something is exported. */
const single = /\bObject\.defineProperty\(exports, "([^"]+)"|(?<![\w$.])(?:module\.)?exports\.([\w$]+)\s*=(?!=)/g
const several = /^(?:_export\(exports, |module\.exports = )\{\n(.*?)^\}/gms
const oneOfSeveral =
  /^ {4}(?:(?:async |get |set )+\*?\s*)?(?:"([^"]+)"|([\p{ID_Start}$_][\p{ID_Continue}$]*))(?=\s*[,:(\n])/gmu
const all =
  /\b(?:_export_?[sS]tar|__export)\(require\(["']([^"']+)["']\)|\bmodule\.exports = require\(["']([^"']+)["']\)/g

function namesIn(source: string): Set<string> {
  const lists = [...source.matchAll(several)].flatMap(([, list]) => [...list.matchAll(oneOfSeveral)])
  const names = [...source.matchAll(single), ...lists].map(([, quoted, plain]) => quoted ?? plain)
  return new Set(names.filter((name) => name !== 'default'))
}

/** Modules of which all names are passed on. */
const passedOn = (source: string): Set<string> =>
  new Set([...source.matchAll(all)].map(([, starred, assigned]) => starred ?? assigned))

/** What `import` can load without being told what it is: code, or a part of Node. */
const isModule = (path: string): boolean => !isAbsolute(path) || /\.[cm]?[jt]sx?$/.test(path)
const urlOf = (path: string): string => (isAbsolute(path) ? pathToFileURL(path).href : path)
