import { createRequire } from 'node:module'
import { ready } from './ready.mjs'

const require = createRequire(`${process.env.BENCH_MODULES}/`)
const { getFullHeapFromFile } = require('@memlab/heap-analysis')
require('@memlab/core').config.muteConsole = true

await ready(async (file) => {
  const snapshot = await getFullHeapFromFile(file)
  return { nodes: snapshot.nodes.length, retained: snapshot.nodes.get(0).retainedSize }
})
