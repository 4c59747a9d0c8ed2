// Bundles the program and the styles of the HTML report, and its loader, for src/report/pageFiles.ts to read.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { build } from 'esbuild'

// Every report carries the styles, the loader and the deflated program, so these stay small together.
const budget = 80_000

export async function buildPage(folder = 'dist/report') {
  const { outputFiles } = await build({
    entryPoints: { page: 'src/report/page/main.tsx', loader: 'src/report/page/loader.ts' },
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
  const files = new Map(outputFiles.map(({ path, contents }) => [path.slice(path.lastIndexOf('/') + 1), contents]))
  // Deflated once, here: what a report holds does not depend on the zlib of the Node that writes it.
  const deflated = deflateSync(files.get('page.js'), { level: 9, memLevel: 9 })
  files.set('page.deflated', Buffer.from(deflated.toString('base64')))
  const carried = ['page.css', 'loader.js', 'page.deflated'].map((name) => files.get(name).length)
  const whole = carried.reduce((sum, length) => sum + length)
  if (whole > budget) throw new Error(`The page takes ${whole} bytes of each report; its budget is ${budget}.`)
  mkdirSync(folder, { recursive: true })
  for (const [name, contents] of files) {
    const file = `${folder}/${name}`
    // Written aside and renamed: whoever reads it meanwhile sees the old or the new one, never half of it.
    writeFileSync(`${file}.${process.pid}`, contents)
    renameSync(`${file}.${process.pid}`, file)
  }
}
