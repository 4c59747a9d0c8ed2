import { expect, test } from 'vitest'
import { type CallSite, callerNow } from '../../src/capture/inside/callSite.ts'

const isUser = (file: string) => file.endsWith('callSite.test.ts')
const ordinary = (): CallSite | null => callerNow(isUser).site
function __decorate(): CallSite | null {
  return callerNow(isUser).site
}

test('the place of a decorator is where it stands, not the helper that a compiler put into the file', () => {
  const places = [ordinary(), ordinary(), __decorate(), __decorate()].map((site) => `${site?.line}:${site?.column}`)
  expect(places[0]).toBe(places[1])
  expect(places[2]).not.toBe(places[3])
})
