import { expect, test } from 'vitest'
import { moduleNames } from '../../src/liveness/moduleNames.ts'

test.each([
  ["import h from './a'", ['h default ./a']],
  ["import { a, b as c } from './a'", ['a a ./a', 'c b ./a']],
  ["import h, { default as c } from './a'", ['h default ./a', 'c default ./a']],
  ['import{a as b}from"./a";import*as n from"./b";import c,*as m from"./c"', ['b a ./a', 'c default ./c']],
  ["import './a'\nimport h from './b'", ['h default ./b']],
  ["// import the users\nimport h from './a'", ['h default ./a']],
  ["import { a, // it's\n b /* as c */ as d } from './a'", ['a a ./a', 'd b ./a']],
  ["import { 'a-b' as c } from './a'", ['c a-b ./a']],
  ["const a = import.meta.url, b = await import('./c')\nimport h from './a'", ['h default ./a']],
  [`// what we import\n${'/'.repeat(200)}\nimport h from './a'`, ['h default ./a']],
  [`// import\n${'/* a */ '.repeat(200)}\nimport h from './a'`, ['h default ./a']],
  ["import { createServer } from 'node:http'", []],
])('%s', (text, imported) => {
  expect(moduleNames(text).imported.map(({ variable, name, from }) => `${variable} ${name} ${from}`)).toEqual(imported)
})

test.each([
  ['export { h as default, a, b as c }', ['h default', 'a a', 'b c']],
  ['export{h as a,h as b}', ['h a b']],
  ['export default h', ['h default']],
  ['export default async function* h() {}', ['h default']],
  ['export default class H {}', ['H default']],
])('%s', (text, exported) => {
  const found = [...moduleNames(text).exported].map(([variable, names]) => [variable, ...names].join(' '))
  expect(found).toEqual(exported)
})
