#!/usr/bin/env node
// Old versions of Node have to get through this file: nothing newer than import() in it.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major > 20 || (major === 20 && minor >= 19)) {
  import('node:v8').then(({ setFlagsFromString }) => {
    // Most of a run is over before code pays that took long to compile: less of it, and later, takes 10 to 15 % less.
    setFlagsFromString('--max-inlined-bytecode-size-cumulative=200')
    if (major === 20) {
      for (const flag of ['--no-turbo-loop-peeling', '--no-turbo-escape', '--interrupt-budget=130000'])
        setFlagsFromString(flag)
    }
    import('../dist/cli/main.js').then(({ run }) => run(process))
  })
} else {
  console.error(`routeheap: Node 20.19 or newer is needed, and this is ${process.version}.`)
  console.error(
    '  hint: Install a newer one from https://nodejs.org; your app may run on another one with --node PATH.',
  )
  process.exitCode = 2
}
