// Bundles the program and the styles of the HTML report, each into one string, for src/report/html.ts to read.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

// Every report carries the page, so it stays small.
const scriptBudget = 80_000
const styleBudget = 20_000

export async function buildPage(folder = 'dist/report') {
  const { outputFiles } = await build({
    entryPoints: { page: 'src/report/page/main.tsx' },
    outdir: 'out',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    tsconfigRaw: {},
  })
  for (const { path, contents } of outputFiles) {
    const budget = path.endsWith('.js') ? scriptBudget : styleBudget
    if (contents.length > budget) throw new Error(`${path} has ${contents.length} bytes; its budget is ${budget}.`)
  }
  mkdirSync(folder, { recursive: true })
  for (const { path, contents } of outputFiles) {
    const file = `${folder}/${path.slice(path.lastIndexOf('page'))}`
    // Written aside and renamed: whoever reads it meanwhile sees the old or the new one, never half of it.
    writeFileSync(`${file}.${process.pid}`, contents)
    renameSync(`${file}.${process.pid}`, file)
  }
  return outputFiles.map(({ contents }) => contents.length)
}
