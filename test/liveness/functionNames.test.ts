import { expect, test } from 'vitest'
import { functionNames } from '../../src/liveness/functionNames.ts'

const cases: Record<string, [text: string, names: string[]]> = {
  'an arrow in a list of arguments': ['(c, next) => v1(c, next), v2)', ['v1']],
  'an arrow with one name': ['c => pick[c.host].run(c)\n; v2()', ['pick']],
  'a block': ['(c) { return v1.routes()(c) }\nfunction other() { v2 }', ['return', 'v1']],
  'a function with its name': [
    'async function serve(c) { await v1 } v2',
    ['async', 'function', 'serve', 'await', 'v1'],
  ],
  'brackets in texts, templates and expressions': [
    `(c) => { const a = '}' + \`}\${ { b: v1 } }}\` + /[}]/.exec(c); /* } */ return a // }\n} v2`,
    ['const', 'a', 'b', 'v1', 'return'],
  ],
  'no properties behind a dot, but what is spread': ['() => run(...v1, c.v2, c?.v3)', ['run', 'v1', 'c']],
  'parameters that are taken apart may have values': ['({ a = v1 }, b) => a', ['a', 'v1', 'b']],
  'an object as the result': ['(c) => ({ body: v1 }), v2', ['body', 'v1']],
  'a class, whose function is the class': [
    'class Api extends Base { get() { v1 } } v2',
    ['class', 'Api', 'extends', 'Base', 'get', 'v1'],
  ],
  'no end': ['(c) => { v1', ['v1']],
}

test.each(Object.entries(cases))('names of a function: %s', (_, [text, names]) => {
  expect([...functionNames(text).all]).toEqual(names)
})

test.each([
  ['(c) => c.json({ routes: v1.routes.length, first: v2?.stack, v3 })', ['json', 'v3']],
  ['(c, next) => (c.old ? v1.routes()(c, next) : v2["run"](c))', ['v1', 'v2']],
  ["(c) => c.redirect(v1.url('/' + v2.prefix))", ['v1']],
  ['(c) => [v1?.(c), v2?.get?.(c), ...v3]', ['v1', 'v2', 'v3']],
  ['() => v1', ['v1']],
])('%s does more than read from %j', (text, names) => {
  const { used } = functionNames(text)
  expect(['json', 'v1', 'v2', 'v3'].filter((name) => used.has(name))).toEqual(names.filter((name) => name !== 'json'))
})

test('what stands alone is called or handed on as it is', () => {
  const { handedOn } = functionNames('(c) => run(v1, v2.list, v3[c.host], { v4 }, v5.run(c))')
  expect(['run', 'v1', 'v2', 'v3', 'v4', 'v5', 'c'].filter((name) => handedOn.has(name))).toEqual(['run', 'v1', 'v4'])
})
