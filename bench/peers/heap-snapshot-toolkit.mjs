import { createReadStream } from 'node:fs'
import { parse } from 'heap-snapshot-toolkit'
import { ready } from './ready.mjs'

console.warn = () => {}
await ready(async (file) => {
  const snapshot = await parse(createReadStream(file, 'utf8'))
  return { nodes: snapshot.nodeCount, retained: snapshot.retainedSizes[0] }
})
