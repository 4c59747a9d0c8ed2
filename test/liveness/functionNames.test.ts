import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { type FunctionNames, functionNames } from '../../src/liveness/functionNames.ts'

const namesOf = (text: string): FunctionNames => {
  const names = functionNames(text)
  if (names === undefined) throw new Error(`cannot be read: ${text}`)
  return names
}

const cases: Record<string, [text: string, names: string[]]> = {
  'an arrow in a list of arguments': ['(c, next) => v1(c, next), v2)', ['v1']],
  'an arrow with one name': ['c => pick[c.host].run(c)\n; v2()', ['pick']],
  'an async arrow, with its word and without': ['(c) => { for await (const a of v1) await v2(a) }', ['v1', 'v2']],
  'a block': ['(c) { return v1.routes()(c) }\nfunction other() { v2 }', ['v1']],
  'a function with its name': ['async function serve(c) { await v1; serve } v2', ['v1']],
  'a method that waits and yields': ['(c) { yield* v1; await v2; return super.run(new.target) }', ['v1', 'v2', 'this']],
  'a constructor of a class that extends another': ['(c) { super(c, v1); this.#x = c }', ['this', 'v1']],
  'brackets in texts, templates and expressions': [
    `(c) => { const a = '}' + \`}\${ { b: v1 } }}\` + /[}]/.exec(c); /* } */ return a // }\n} v2`,
    ['v1'],
  ],
  'no properties behind a dot, but what is spread': ['() => run(...v1, c.v2, c?.v3)', ['run', 'v1', 'c']],
  'parameters that are taken apart may have values': [
    '({ a = v1, [v2]: b, ...c }, [d, , e = v3]) => [a, b, c, d, e]',
    ['v1', 'v2', 'v3'],
  ],
  'a value of a parameter is not what the body declares': ['(a = v1) => { var v1 = a; return v1 }', ['v1']],
  'what is declared further down': [
    '() => { a(v1); { var a = b } function b() {} class C extends b { x = C } }',
    ['v1'],
  ],
  'what is declared in an inner block is not seen outside': [
    '() => { { let v1 = 1; const v2 = v1 } for (const v3 of v2) v3; try {} catch (v4) { v4 } return [v1, v3, v4] }',
    ['v2', 'v1', 'v3', 'v4'],
  ],
  'names of inner functions are their own': [
    '() => [function a(v1) { return a(v1, v2) }, (v3) => v3, v3, a]',
    ['v2', 'v3', 'a'],
  ],
  'no keys of objects, but short ones': ['() => ({ v1: 1, v2, [v3]: 4, get v4() { return v5 } })', ['v2', 'v3', 'v5']],
  'no labels': ['() => { v1: for (;;) { if (v2) break v1; continue v1 } }', ['v2']],
  'what is assigned': ['() => { v1 = { v2 } = v3; [v4.a] = [] }', ['v1', 'v2', 'v3', 'v4']],
  'an object as the result': ['(c) => ({ body: v1 }), v2', ['v1']],
  'this, where it is none of an inner function': ['(c) => () => this.run(c)', ['this']],
  'no this of an inner function or class': [
    '() => [function () { return this }, class { x = this; m() { this } }]',
    [],
  ],
  'a class, whose function is the class': [
    'class Api extends Base { get() { v1; Api } static { v2 } } v3',
    ['Base', 'v1', 'v2'],
  ],
}

test.each(Object.entries(cases))('names of a function that are not its own: %s', (_, [text, names]) => {
  expect([...namesOf(text).all].sort()).toEqual([...names].sort())
})

test.each(['(c) => { v1', ') => v1', 'if (v1) {}'])('%j is no function', (text) => {
  expect(functionNames(text)).toBeUndefined()
})

test('a function that is nested deeper than can be read has no names', () => {
  expect(functionNames(`() => ${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBeUndefined()
})

test.each([
  ['(c) => c.json({ routes: v1.routes.length, first: v2?.stack, v3 })', ['v3']],
  ['(c, next) => (c.old ? v1.routes()(c, next) : v2["run"](c))', ['v1', 'v2']],
  ["(c) => c.redirect(v1.url('/' + v2.prefix))", ['v1']],
  ['(c) => [v1?.(c), v2?.get?.(c), ...v3]', ['v1', 'v2', 'v3']],
  ['() => v1', ['v1']],
  ['(v1) => [v1, () => v2.length]', []],
])('%s does more than read from %j', (text, names) => {
  const { used } = namesOf(text)
  expect(['v1', 'v2', 'v3'].filter((name) => used.has(name))).toEqual(names)
})

test('what stands alone is called or handed on as it is', () => {
  const { handedOn } = namesOf('(c) => run(v1, v2.list, v3[c.host], { v4 }, v5.run(c))')
  expect(['run', 'v1', 'v2', 'v3', 'v4', 'v5', 'c'].filter((name) => handedOn.has(name))).toEqual(['run', 'v1', 'v4'])
})

test('properties are named behind a dot, as a string, or taken out of an object', () => {
  const { properties, looksUp } = namesOf(
    "({ v1: a }) => { const { v2, v3: { v4 } } = a.v5['v6']; return [this.#v7, `v8`, { v9: v2 }, v4] }",
  )
  expect([...properties]).toEqual(['v1', 'v2', 'v3', 'v4', 'v6', 'v5', '#v7', 'v8'])
  expect(looksUp).toBe(false)
})

test.each(['(t) => t[v1]', '({ [v1]: a }) => a', '(t) => t?.[v1]'])('%s may read any property', (text) => {
  expect(namesOf(text).looksUp).toBe(true)
})

test('functions of packages are read from where V8 says that they begin', () => {
  const files = ['hono', 'koa', 'avvio', '@koa/router'].flatMap((name) => filesIn(join('node_modules', name)))
  const places = files.flatMap((text) => functionsOf(text).map((start) => ({ text, start })))
  expect(places.length).toBeGreaterThan(2000)
  const unread = places.filter(({ text, start }) => functionNames(text.slice(start)) === undefined)
  expect(unread.map(({ text, start }) => text.slice(start, start + 100))).toEqual([])
})

function filesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[cm]?js$/.test(name))
  return names.map((name) => readFileSync(join(folder, name), 'utf8')).filter((text) => text.length < 100_000)
}

/** Where functions of a source begin: at their parameters, classes at their word. */
function functionsOf(source: string): number[] {
  const file = ts.createSourceFile('a.js', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS)
  const found: number[] = []
  const open: ts.Node[] = [file]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isClassLike(node)) found.push(source.indexOf('class', node.getStart(file)))
    else if (ts.isArrowFunction(node)) {
      const first = node.parameters[0]
      const isBare = first !== undefined && file.text.slice(first.end).trimStart().startsWith('=>')
      found.push(isBare ? first.getStart(file) : source.indexOf('(', node.getStart(file)))
    } else if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      found.push(source.indexOf('(', node.name?.end ?? node.getStart(file)))
    }
    ts.forEachChild(node, (child) => void open.push(child))
  }
  return found
}

test('what makes the fields of a class has the names that they begin with', () => {
  const { all } = namesOf(
    '#one = router; two = () => this.#one; constructor(a) { other(a) } three; get() { return other }}; more()',
  )
  expect([...all]).toEqual(['router'])
})

test.each([
  ['(error, request, response, next) => {}', 4],
  ['async (error, { params: { id }, query = f(1, 2) }, [a, b], next,) => {}', 4],
  ['(a, b = (1, 2), c) { }', 1],
  ['(a, ...rest) { }', 1],
  ['c => c', 1],
  ['function () { }', 0],
])('%s has a length of %i', (text, length) => {
  expect(namesOf(text).length).toBe(length)
})
