import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, statfsSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import type { Guard } from '../capture/guard.ts'
import type { Program } from './program.ts'

/** The type that statfs(2) gives a file system in memory. */
const tmpfs = 0x01021994

/**
 * The same program with none of its files in memory: those below its folder and of the `node_modules` it can see are
 * taken out of the page cache (posix_fadvise, as `dd` has it), and Node is a copy that nobody else runs, since what is
 * mapped cannot be taken out. From then on each trial pays for what it reads, and its group takes it out again when it
 * goes.
 *
 * What others have mapped or written a moment ago stays, shared libraries of the system above all. Takes about a
 * millisecond a file, once.
 */
export async function withColdFiles(program: Program, guard: Guard): Promise<Program> {
  const folder = join(guard.folder, 'bin')
  if (!existsSync(folder)) mkdirSync(folder)
  const node = join(folder, 'node')
  const own = program.subject.kind === 'app' || isNode(program.command[0])
  const original = own && program.command[0].includes('/') ? program.command[0] : process.execPath
  if (!existsSync(node)) copyFileSync(original, node)
  await evict([node, program.cwd, ...installedFolders(program.cwd)])
  return {
    ...program,
    command: own ? [node, ...program.command.slice(1)] : program.command,
    env: { ...program.env, PATH: `${folder}${delimiter}${program.env.PATH ?? ''}` },
    notes:
      statfsSync(folder).type === tmpfs
        ? [
            ...program.notes,
            'The folder for temporary files is in memory: the binary of Node is not counted. Set TMPDIR.',
          ]
        : program.notes,
  }
}

const isNode = (file: string): boolean => basename(file) === 'node'

function installedFolders(cwd: string): string[] {
  const folders: string[] = []
  for (let folder = dirname(cwd); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'node_modules'))) folders.push(join(folder, 'node_modules'))
  return folders
}

/** Drops the pages of all files below, and writes back the first before; what cannot be dropped stays. */
function evict(paths: readonly string[]): Promise<void> {
  const drop = 'for file; do dd if="$file" iflag=nocache count=0 status=none; done'
  const all = `sync "$1"; find "$@" -xdev -type f -print0 | xargs -0 -n 500 sh -c '${drop}' drop`
  const child = spawn('sh', ['-c', all, 'evict', ...paths], { stdio: 'ignore' })
  return new Promise((resolve) => {
    child.once('error', () => resolve())
    child.once('close', () => resolve())
  })
}
