import { expect, test } from 'vitest'
import { listsOf } from '../../src/graph/lists.ts'
import { setTable } from '../../src/graph/setTable.ts'
import { unions } from '../../src/graph/unions.ts'

/**
 * Data behind what `holders` lead to: each item has a set of its own beside the one that all have. As for handlers that share
 * an array: the union is the same for all items.
 */
function shared(holders: number, items: number) {
  const sets = setTable()
  sets.singles(holders)
  const nodes = Array.from({ length: items }, (_, at) => at + 1)
  const links = listsOf(items + 1, new Uint32Array(items), Uint32Array.from(nodes))
  const ofArray = Array.from({ length: holders }, (_, at) => at)
  const own = listsOf(
    items + 1,
    Uint32Array.from([...ofArray.map(() => 0), ...nodes]),
    Uint32Array.from([...ofArray, ...nodes.map(() => 0)]),
  )
  const found = unions(links, own, sets)
  return { found, members: sets.members() }
}

test('what all lead to has them all, by itself as well', () => {
  const { found, members } = shared(300, 1000)
  const sizes = Array.from(found, (set) => members.first[set + 1] - members.first[set])
  expect(sizes).toEqual(Array.from({ length: 1001 }, () => 300))
})

test('data that many share costs no more for each of them', () => {
  const cpu = (holders: number): number => {
    const begin = process.cpuUsage()
    shared(holders, 100_000)
    const { user, system } = process.cpuUsage(begin)
    return user + system
  }
  cpu(40)
  // Before the union of two large sets was made once, forty times as long.
  expect(cpu(1200) / cpu(40)).toBeLessThan(8)
})
