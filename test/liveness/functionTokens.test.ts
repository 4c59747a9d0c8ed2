import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import jsTokens from 'js-tokens'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { functionTokens } from '../../src/liveness/functionTokens.ts'

/** Text of the arrow functions of a source that have an expression for their body, by where they begin; none where it is no JavaScript. */
function arrowsOf(source: string): { start: number; end: number }[] {
  const file = ts.createSourceFile('a.js', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS)
  if ((file as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics.length > 0) return []
  const found: { start: number; end: number }[] = []
  const open: ts.Node[] = [file]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) found.push({ start: node.getStart(file), end: node.end })
    ts.forEachChild(node, (child) => void open.push(child))
  }
  return found
}

const gaps = new Set(['WhiteSpace', 'LineTerminatorSequence', 'SingleLineComment', 'MultiLineComment'])
const found = (text: string) => [...functionTokens(text)].map(([{ value }]) => value)
const wanted = (text: string) => [...jsTokens(text)].filter(({ type }) => !gaps.has(type)).map(({ value }) => value)

/** Arrow functions of a source whose end is not that of TypeScript's parser. */
const wrong = (source: string): string[] =>
  arrowsOf(source)
    .filter(({ start, end }) => found(source.slice(start)).join(' ') !== wanted(source.slice(start, end)).join(' '))
    .map(({ start, end }) => source.slice(start, end))

test.each([
  ['a line break', '(c, next) => next()\nlet r0 = v1', '( c , next ) => next ( )'],
  ['no line break that an operator follows or stands before', 'c => c\n.a +\nb\n? d\n: e\nf', 'c => c . a + b ? d : e'],
  ['nor one in the head of a function', '() => function\nf\n()\n{ }\n{ v1 }', '( ) => function f ( ) { }'],
  ['brackets on the next line', '() => a\n(b)\n[c]\n`d`\ne', '( ) => a ( b ) [ c ] `d`'],
  ['but not behind the block of an arrow function', '() => a => {}\n(b)', '( ) => a => { }'],
  ['signs that stand before what they change', '() => a++\n++b', '( ) => a ++'],
  ['brackets behind what is counted up', '() => a++\n(b)', '( ) => a ++'],
  ['a word that is a property', '() => a.new\nb', '( ) => a . new'],
  ['a comment over lines', '() => a /*\n*/ b', '( ) => a'],
  ['the colon of a condition around it', '() => a ? b : c : d', '( ) => a ? b : c'],
  ['a template around it', '() => a} b`', '( ) => a'],
])('what ends the expression of an arrow function: %s', (_, text, tokens) => {
  expect(found(text).join(' ')).toBe(tokens)
})

test('arrow functions of packages end where the parser of TypeScript says, with semicolons and without', () => {
  const sources = ['fastify', 'hono', 'koa', 'avvio', 'autocannon', 'esbuild', 'zod', 'valibot', '@koa/router'].flatMap(
    (name) => sourcesIn(join('node_modules', name)),
  )
  const all = sources.flatMap((source) => [source, source.replaceAll(/;[ \t]*$/gm, '')])
  expect(all.flatMap(arrowsOf).length).toBeGreaterThan(2000)
  expect(all.flatMap(wrong)).toEqual([])
})

/** Those of less than 100 kB: the text behind a function is read again for each. */
function sourcesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[cm]?js$/.test(name))
  return names.map((name) => readFileSync(join(folder, name), 'utf8')).filter((text) => text.length < 100_000)
}

const pieces = [
  ...[
    'a',
    '.b',
    '?.b',
    '(c)',
    '[d]',
    '++',
    '--',
    '+',
    '!',
    '*',
    '/r/g',
    '`t`',
    '`t${',
    '}`',
    '?',
    ':',
    '??',
    '=',
    '1',
    '"s"',
  ],
  ...[
    '({})',
    '{ x }',
    'function f() {}',
    'function',
    '() {}',
    'class A {}',
    'class',
    'class extends B',
    '{}',
    'x =>',
    '() =>',
    '=>',
  ],
  ...[
    'async',
    'typeof',
    'new',
    'in',
    'instanceof',
    '.typeof',
    '...',
    'yield',
    'let v = 1',
    ',',
    ';',
    '/* c */',
    '// c\n',
    '/*\n*/',
  ],
]
const around = [
  ['const f = () => ', ''],
  ['class K { m = () => ', ' }'],
  ['g(`${x => ', '} t`)'],
  ['h = c ? x => ', ' : d'],
  ['({ k: x => ', ' })'],
]
const following = ['', 'next', '(q)', '++q', '{ q }', 'if (q) z']

test('arrow functions of random pieces end where the parser of TypeScript says, if they are JavaScript', () => {
  const body = fc.array(fc.tuple(fc.constantFrom(' ', '\n', ''), fc.constantFrom(...pieces)), {
    minLength: 1,
    maxLength: 7,
  })
  const source = fc
    .tuple(fc.constantFrom(...around), body, fc.constantFrom(' ', '\n'), fc.constantFrom(...following))
    .map(([[before, after], body, gap, next]) => before + body.flat().join('') + gap + next + after)
  let valid = 0
  fc.assert(
    fc.property(source, (text) => {
      if (!isValid(text)) return
      valid++
      expect(wrong(text)).toEqual([])
    }),
    { numRuns: 20_000 },
  )
  expect(valid).toBeGreaterThan(500)
})

/** Parsed, not run. */
function isValid(source: string): boolean {
  try {
    new Function(source)
    return true
  } catch {
    return false
  }
}
