// Builds dist/: the program and its types, what runs inside the user's process, and the report page.
//
// Files are built aside and renamed one by one, so that whoever runs from dist/ meanwhile sees each whole.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { keepCode } from './bin/start.js'
import { buildPage } from './build-page.mjs'

const aside = `dist.${process.pid}`

// Bundled, since Node.js takes longer to find 250 small files than to run them. Entries are what is loaded by its own path:
// by users, as a thread or a process, and the parts that tests and benchmarks run as they are built.
const entries = [
  'index',
  'remedies/fastify/sharedCompilers',
  'graph/heapNumbersWorker',
  'snapshot/backWorker',
  'price/inside',
  'capture/run',
  'graph/heapNumbers',
  'report/html',
  'snapshot/read',
]

async function buildProgram(folder) {
  await build({
    entryPoints: entries.map((name) => `src/${name}.ts`),
    outbase: 'src',
    outdir: folder,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    legalComments: 'none',
    tsconfigRaw: {},
    logLevel: 'warning',
  })
}

// The command line is one file of CommonJS, packages beside it: Node.js finds, links and starts it in half the time that it
// takes for modules. Nothing in it may be imported later: then esbuild wraps every module in a function.
async function buildCommandLine(file) {
  await build({
    entryPoints: ['src/cli/main.ts'],
    outfile: file,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    define: { 'import.meta.url': '__filename' },
    legalComments: 'none',
    tsconfigRaw: {},
    logLevel: 'warning',
  })
}

async function buildPreload(entry, file) {
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    // It sits in the heap that is measured: small, but with names that can be read in a snapshot.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    tsconfigRaw: {},
    logLevel: 'warning',
  })
}

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))

function install(folder) {
  const built = new Set(filesBelow(folder))
  for (const file of built) {
    const [from, to] = [join(folder, file), join('dist', file)]
    if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) continue
    mkdirSync(dirname(to), { recursive: true })
    renameSync(from, to)
  }
  for (const file of filesBelow('dist')) if (!built.has(file)) rmSync(join('dist', file))
}

try {
  rmSync(aside, { recursive: true, force: true })
  mkdirSync('dist', { recursive: true })
  const tsc = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '--pretty', '--emitDeclarationOnly', '--outDir', aside],
    { stdio: 'inherit' },
  )
  await buildProgram(aside)
  await buildCommandLine(join(aside, 'cli/main.cjs'))
  // Compiling is a tenth of the analysis of a small heap. A Node.js of another version does without.
  keepCode(join(aside, 'cli/main.cjs'), resolve('dist/cli/main.cjs'))
  await buildPreload('src/preload.ts', join(aside, 'preload.cjs'))
  await buildPreload('src/preloadProve.ts', join(aside, 'preloadProve.cjs'))
  await buildPreload('src/preloadPlain.ts', join(aside, 'preloadPlain.cjs'))
  await buildPreload('src/preloadFloor.ts', join(aside, 'preloadFloor.cjs'))
  // What was built is installed even where the page or a type is in error, which still fails the build.
  await buildPage(join(aside, 'report')).catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
  install(aside)
  if (tsc.status !== 0) process.exitCode = 1
} finally {
  rmSync(aside, { recursive: true, force: true })
}
