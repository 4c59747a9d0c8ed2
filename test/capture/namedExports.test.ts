import { expect, test } from 'vitest'
import { namedExports } from '../../src/capture/inside/namedExports.ts'

/** What the compiler wrote, and the names and modules that are exported. */
const written: Record<string, { text: string; names: string[]; others?: string[] }> = {
  'one name': {
    text: `Object.defineProperty(exports, "routes", {\n    enumerable: true,\n    get: function() {\n        return routes;\n    }\n});`,
    names: ['routes'],
  },
  'several names': {
    text: '_export(exports, {\n    get a () {\n        return a;\n    },\n    get default () {\n        return _default;\n    },\n    get "b-c" () {\n        return _y.r;\n    }\n});',
    names: ['a', 'b-c'],
  },
  'several names, by older copies of the compiler': {
    text: '_export(exports, {\n    a: ()=>a,\n    größe: ()=>größe\n});',
    names: ['a', 'größe'],
  },
  'export = {}': {
    text: 'module.exports = {\n    legacy,\n    b: {\n        c: 1\n    },\n    async d () {\n        e();\n    }\n};',
    names: ['legacy', 'b', 'd'],
  },
  'assigned one by one': { text: 'exports.a = exports.b = 1;\nmodule.exports.c = 2;', names: ['a', 'b', 'c'] },
  'only compared': { text: 'if (exports.a === 1) my.exports.b = 2;', names: [] },
  'all of another': {
    text: '_export_star(require("./x"), exports);\n_exportStar(require("./y"), exports);',
    names: [],
    others: ['file:///x.ts', 'file:///y.ts'],
  },
  'export = require()': { text: `module.exports = require('./x');`, names: [], others: ['file:///x.ts'] },
  'export = require() of data': { text: `module.exports = require('./x.json');`, names: [], others: [] },
}

test.each(Object.entries(written))('%s', (_, { text, names, others = [] }) => {
  const resolved = (specifier: string) => specifier.replace(/^\./, '') + (specifier.endsWith('.json') ? '' : '.ts')
  const module = namedExports('/app/a.cts', text, resolved)
  expect([...module.matchAll(/^export \{ \w+ as "(.*)" \}$/gm)].map(([, name]) => name)).toEqual(names)
  expect([...module.matchAll(/^export \* from "(.*)"$/gm)].map(([, url]) => url)).toEqual(others)
})
