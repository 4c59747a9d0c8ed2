import { memoryUsage } from 'node:process'
import { expect, test, vi } from 'vitest'
import { collectAllAvailable } from '../../src/capture/inside/collections.ts'

/** Heap after `collectAllAvailable`. */
function heapLeft(): number {
  collectAllAvailable()
  return memoryUsage().heapUsed
}

test('what only the cache of compilations holds is collected, and nobody is warned', () => {
  const warn = vi.spyOn(process, 'emitWarning')
  const before = heapLeft()
  // 4 MB of source text, which V8 keeps for the next function of the same text.
  for (let number = 0; number < 200; number++) new Function(`return ${number} //${'.'.repeat(20_000)}`)()
  expect(memoryUsage().heapUsed - before).toBeGreaterThan(4_000_000)
  expect(heapLeft() - before).toBeLessThan(500_000)
  expect(warn).not.toHaveBeenCalled()
})
