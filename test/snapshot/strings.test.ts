import { expect, test } from 'vitest'
import { snapshotOfBytes } from '../../src/snapshot/read.ts'
import { below, oneOf, randomFrom } from '../helpers/random.ts'
import { snapshotText } from '../helpers/snapshot-text.ts'

/** The string table of a snapshot whose strings section is given as text. */
const tableOf = (section: string | Buffer) => {
  const text = snapshotText([{ type: 'synthetic', name: '' }])
  const start = text.indexOf('"strings":') + '"strings":'.length
  const end = text.lastIndexOf(']') + 1
  return snapshotOfBytes(
    Buffer.concat([text.slice(0, start), section, text.slice(end)].map((part) => Buffer.from(part))),
  ).strings
}

const texts = (section: string | Buffer) => {
  const table = tableOf(section)
  return Array.from({ length: table.count }, (_, index) => table.text(index))
}

test('every JSON escape is resolved', () => {
  const section = String.raw`["<dummy>", "\"\\\/\b\f\n\r\t", "\u00e9\u20AC", "a\\", "\\\\\"", "\\n", ""]`
  expect(texts(section)).toEqual(JSON.parse(section))
})

test('lone and paired surrogates survive, escaped', () => {
  const section = String.raw`["<dummy>", "\ud83d\ude00", "\ud83d", "x\ude00y"]`
  expect(texts(section)).toEqual(['<dummy>', '😀', '\ud83d', 'x\ude00y'])
})

test('UTF-8 of one to four bytes is decoded, and what is not UTF-8 becomes U+FFFD', () => {
  expect(texts('["<dummy>", "aé€😀"]')).toEqual(['<dummy>', 'aé€😀'])
  const broken = Buffer.concat([Buffer.from('["<dummy>", "a'), Buffer.from([0xff, 0xc3]), Buffer.from('"]')])
  expect(texts(broken)).toEqual(['<dummy>', 'a\ufffd\ufffd'])
})

test('an escape that JSON does not know stands for its own text', () => {
  expect(texts(String.raw`["<dummy>", "\q\u12", "\u00zz"]`)).toEqual(['<dummy>', 'qu12', 'u00zz'])
})

test('find gives the index of exactly that text, escaped or not', () => {
  const section = String.raw`["<dummy>", "", "abc", "ab", "abd", "\u0061bc!", "a\"b", "é", "\ud83d", "\ufffd", "\n"]`
  const table = tableOf(section)
  const all = JSON.parse(section) as string[]
  all.forEach((text, index) => {
    expect(table.find(text), JSON.stringify(text)).toBe(index)
  })
  for (const text of ['abcd', 'a', 'a\\"b', '\\n', '\ude00', 'e']) expect(table.find(text)).toBeUndefined()
})

test('find and text agree with JSON.parse on random strings', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = randomFrom(seed)
    const piece = () => oneOf(random, ['a', 'bc', '"', '\\', '\n', 'é', '€', '😀', '\ud800', '\u0001', '/', 'u0041'])
    const strings = [
      ...new Set(Array.from({ length: 40 }, () => Array.from({ length: below(random, 6) }, piece).join(''))),
    ]
    const table = tableOf(JSON.stringify(['<dummy>', '', ...strings.filter((text) => text !== '')]))
    const expected = ['<dummy>', '', ...strings.filter((text) => text !== '')]
    expected.forEach((text, index) => {
      expect([table.text(index), table.find(text)], `seed ${seed}`).toEqual([text, index])
    })
  }
})

test('byteLength is the length between the quotes', () => {
  const table = tableOf(String.raw`["<dummy>", "é", "\n", ""]`)
  expect([1, 2, 3].map((index) => table.byteLength(index))).toEqual([2, 2, 0])
})

test('an index outside the table is an error of the caller', () => {
  const table = tableOf('["<dummy>", ""]')
  expect(() => table.text(2)).toThrow(RangeError)
  expect(() => table.text(-1)).toThrow(RangeError)
})

test('texts are what the file says, whatever was asked for before', () => {
  // More than the table keeps decoded: two strings whose numbers differ by a power of two may share a place.
  const all = ['<dummy>', ...Array.from({ length: 40_000 }, (_, index) => `s${index}`)]
  const { text } = tableOf(JSON.stringify(all))
  for (let distance = 1; distance < all.length; distance *= 2) {
    for (const index of [0, distance, 0, distance, 7, 7 + distance, 7]) expect(text(index)).toBe(all[index])
  }
})
