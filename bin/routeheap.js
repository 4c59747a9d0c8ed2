#!/usr/bin/env node
// Old versions of Node have to get through this file: nothing newer than import() in it.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major > 20 || (major === 20 && minor >= 19)) {
  import('./start.js').then(({ start }) => start())
} else {
  console.error(`routeheap: Node 20.19 or newer is needed, and this is ${process.version}.`)
  console.error(
    '  hint: Install a newer one from https://nodejs.org; your app may run on another one with --node PATH.',
  )
  process.exitCode = 2
}
