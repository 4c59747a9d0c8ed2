import { expect, test } from 'vitest'
import { firstPlace } from '../../src/recognise/firstPlace.ts'

test('the first place is the same in whatever order the heap has them, and a whole module comes last', () => {
  const places = ['/app/a.js:10:2', '/app/a.js:1:1', '/app/a.js:9:40', '/app/b.js:1:1', '/app/a.js:9:5']
  expect(firstPlace(places)).toBe('/app/a.js:9:5')
  expect(firstPlace([...places].reverse())).toBe('/app/a.js:9:5')
  expect(firstPlace(['/app/b.js:1:1', '/app/a.js:1:1'])).toBe('/app/a.js:1:1')
  expect(firstPlace(['/app/b.js:3:1', '/app/a.js:1:1'])).toBe('/app/b.js:3:1')
  expect(firstPlace([])).toBeUndefined()
})
