import { readFileSync } from 'node:fs'
import parser from 'heapsnapshot-parser'
import { ready } from './ready.mjs'

await ready((file) => ({ nodes: parser.parse(readFileSync(file, 'utf8')).nodes.length, retained: null }))
