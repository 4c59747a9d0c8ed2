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
  expect([...functionNames(text)]).toEqual(names)
})
