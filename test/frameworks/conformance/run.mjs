import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** The line of output that says that everything is in the heap. */
const ready = 'conformance: composed'
const longestWaitMs = 20_000

/**
 * The inside of one case: builds an app, writes down what the app says of itself (`says.json`), and prints the line
 * that the snapshot waits for. When the parent wants it (`drop`), lets go of the app and writes whether it was collected
 * (`dropped.json`).
 */
export async function run(build, folder) {
  const left = await built(build, folder)
  console.log(ready)
  while (!existsSync(`${folder}/drop`)) await wait(20)
  write(`${folder}/dropped.json`, { collected: await isCollected(left) })
}

/** Nothing but the way to drop the app leaves this call. */
async function built(build, folder) {
  const { app, drop, ...says } = await build()
  write(`${folder}/says.json`, says)
  return { app: new WeakRef(app), drop }
}

async function isCollected(left) {
  await left.drop()
  left.drop = undefined
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc')
  for (const end = Date.now() + longestWaitMs; Date.now() < end; ) {
    // A reference that was looked at is held until the job ends.
    await wait(20)
    gc()
    if (left.app.deref() === undefined) return true
  }
  return false
}

/** Whoever sees the file sees all of it. */
function write(path, value) {
  writeFileSync(`${path}.part`, JSON.stringify(value))
  renameSync(`${path}.part`, path)
}
