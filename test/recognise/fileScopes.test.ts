import { expect, test } from 'vitest'
import { isFileScope } from '../../src/recognise/fileScopes.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { heap } from '../helpers/heap.ts'

const isFile = (text: string, path = '/app.cjs'): boolean =>
  isFileOf(`source:string ${JSON.stringify(text).replaceAll('\\n', ';')}`, path)

/** As `isFile`, of a source that is drawn as it stands in the heap. */
function isFileOf(source: string, path = '/app.cjs'): boolean {
  const { graph, node } = heap(`
    root -> inner
    inner:closure -> internal.context=scope internal.shared=shared
    scope "system / Context" -> internal.previous=module context.a=x
    module "system / Context" -> internal.previous=realm context.require=y
    realm:hidden "system / NativeContext"
    shared:code -> internal.script=script
    script:code "${path}" -> internal.source=source
    ${source}
  `)
  return isFileScope(heapView(graph), node.scope)
}

test.each([
  '(() => {',
  '(()=>{var e={',
  '(async () => {',
  ';(async function () {',
  '(function (a, b) {',
  '(function main() {',
  '!function(e,t){',
  '/*! license */ (()=>{',
  '"use strict";(() => {',
  "import Koa from 'koa';import { a, b } from 'c';await (async () => {",
  '((e) => {',
  '__filename="/app/main.ts";(()=>{',
  String.raw`"use strict";globalThis.file = 'C:\\it\'s'; (async () => {`,
])('a file that begins with %s stands in one function', (text) => {
  expect(isFile(text)).toBe(true)
})

test.each([
  'app.use((() => {',
  'const a = (() => {',
  'function main() {',
  '() => {',
  'async () => {',
  '(a, b);',
  '(a || b)(() => {',
  '(function (exports, require, module, __filename, __dirname) {',
  "import('koa').then(() => {",
  '/* (() => { */ app.use(',
  'file = "/app/main.ts"(() => {',
  'file = "/app/" + name;(() => {',
  'handler = (() => {',
])('a file that begins with %s does not', (text) => {
  expect(isFile(text)).toBe(false)
})

test('a file of an installed package is none: its function may hold what the app gave it', () => {
  expect(isFile('(function (root, factory) {', '/app/gw/index.js')).toBe(true)
  expect(isFile('(function (root, factory) {', '/app/node_modules/gw/index.js')).toBe(false)
})

test('a text that a loader joined of several is read in their order', () => {
  const joined = (text: string) => `
    source:string "(concatenated string)" -> internal.first=front internal.second=map
    front:string "(concatenated string)" -> internal.first=name internal.second=body
    name:string ${JSON.stringify('__filename="/app/main.ts";')}
    body:string "${text}"
    map:string "// a map"`
  expect(isFileOf(joined('(()=>{'))).toBe(true)
  expect(isFileOf(joined('app.use((()=>{'))).toBe(false)
})
