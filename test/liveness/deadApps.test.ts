import { expect, test } from 'vitest'
import { partsOfDeadApps } from '../../src/liveness/deadApps.ts'
import type { RouterMark } from '../../src/recognise/mark.ts'
import { route, router } from '../helpers/marks.ts'

const [app, otherApp] = [100, 200]
const part = (node: number, of = app): RouterMark => ({ ...router(node), app: of })
const [root, users, orders, alone] = [part(1), part(2), part(3), part(4, otherApp)]
const ownRoutes = new Map([2, 3].map((node) => [node, [route(10 + node)]]))
const goingWith = (dead: readonly RouterMark[], reached: readonly RouterMark[] = []) =>
  partsOfDeadApps(
    [root, users, orders, alone],
    ownRoutes,
    (mark) => reached.includes(mark),
    (mark) => dead.includes(mark),
  )

test('routers without routes go with an app whose routers with routes are all dead', () => {
  expect(goingWith([users, orders])).toEqual([root])
})

test('not with one of which a part answers or is reached, and no app goes that has no routes', () => {
  expect(goingWith([users])).toEqual([])
  expect(goingWith([users, orders], [root])).toEqual([])
  expect(goingWith([])).toEqual([])
})
