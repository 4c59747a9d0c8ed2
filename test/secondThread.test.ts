import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { idSet } from '../src/attribute/newNodes.ts'
import { heapFactsInSteps } from '../src/heapFacts.ts'
import { type Beside, besideHere } from '../src/secondThread/beside.ts'
import type { SecondThread } from '../src/secondThread/secondThread.ts'
import { readSnapshot } from '../src/snapshot/read.ts'
import { finished, type Steps, settled } from '../src/steps.ts'

const folder = mkdtempSync(join(tmpdir(), 'routeheap-test-'))
const file = join(folder, 'app.heapsnapshot')
let thread: SecondThread

// The thread runs what was built: Node.js cannot start one from TypeScript.
beforeAll(async () => {
  execFileSync(process.execPath, ['bench/heap.mjs', '150', '1000', file])
  const built = new URL('../dist/secondThread/secondThread.js', import.meta.url).href
  thread = (await import(/* @vite-ignore */ built)).secondThread({ worthAThread: 0 })
}, 60_000)

afterAll(async () => {
  await thread.close()
  rmSync(folder, { recursive: true })
})

test('a second thread comes to the same marks, states, groups and bytes as one thread', async () => {
  const snapshot = await readSnapshot(file)
  const beside = thread.for(snapshot)
  expect(beside.candidates(snapshot)).toBeInstanceOf(Promise)
  // Everything from the middle of the ids on counts as new.
  const { id } = snapshot.nodes
  const declared = idSet(id.filter((each) => each < id[id.length >> 1]))
  function* all(who: Beside): Steps<unknown> {
    const { facts } = yield* heapFactsInSteps(snapshot, declared, who)
    const { heap, marks, attribution, states, equalValidators } = facts
    const { validatorBytes, ...rest } = yield* settled(who.fromOwners(heap, marks, attribution, facts.isNew))
    const { owners, exclusive, share } = validatorBytes
    return { marks, states: [...states], equalValidators, owners, exclusive, share, ...rest }
  }
  const one = await finished(all(besideHere))
  expect(await finished(all(beside))).toEqual(one)
  expect(one).toMatchObject({ coverage: { addedBytes: expect.any(Number) } })
})

test('a thread that is closed fails what was asked of it, and nothing waits for ever', async () => {
  const snapshot = await readSnapshot(file)
  const beside = thread.for(snapshot)
  const asked = beside.candidates(snapshot)
  await thread.close()
  await expect(asked).rejects.toThrow('closed')
  await expect(beside.candidates(snapshot)).rejects.toThrow('closed')
})
