import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { RouteheapError } from '../error.ts'
import { runFolderVariable } from './inside/config.ts'

/**
 * A small shell that outlives us by a moment. It owns the folder of the run, and when its input ends, which also
 * happens when we are killed, it kills the app's process group, whoever else of the run is left, and removes the
 * folder, the control groups of the run, sockets that the app listened at and a file that is half written.
 */
export interface Guard {
  /** The folder of the run, readable by this user only. */
  readonly folder: string
  /** The process group to kill in the end. */
  group(leader: number): void
  /** Makes a named pipe in the folder; resolves when it is there. */
  pipe(name: string): Promise<string>
  /**
   * Makes a control group, to be removed with the groups in it, and with all processes in them. Resolves when it was
   * tried: whether it is there is for the caller to see. One made before goes if it is empty. Its name begins with
   * `routeheap-`; no other is made or removed.
   */
  controlGroup(path: string): Promise<void>
  /** The file that is being written, to be removed if it is never finished; null when it is. */
  unfinished(path: string | null): void
  /** A Unix socket that the app listens at: killed, it leaves the file, and could not listen there again. */
  socket(path: string): void
  /** Kills and removes everything. Resolves when that is done. */
  close(): Promise<void>
}

// It answers although we are killed and nobody reads that. Of the run are the processes that have its folder in their
// environment: Linux tells. A process may have left the group. Killed is not gone: what has much memory takes a moment,
// and we wait for it, two seconds at most.
const script = `
trap '' INT TERM HUP QUIT PIPE
umask 077
mkdir "$1" && mkfifo "$1/events" || exit 1
echo ready
group= unfinished= control= sockets=
while IFS= read -r line; do
  case $line in
    'group '*) group=\${line#group } ;;
    'unfinished '*) unfinished=\${line#unfinished } ;;
    'socket '*) sockets="$sockets
\${line#socket }" ;;
    'pipe '*) mkfifo "$1/\${line#pipe }" && echo "$line" ;;
    'control '*/routeheap-*) rmdir "$control"; mkdir "\${line#control }" && control=\${line#control }; echo "$line" ;;
  esac
done
left=200
while [ $left -gt 0 ]; do
  [ -n "$group" ] && kill -s KILL -- "-$group"
  alive=
  if [ -d /proc/self ]; then
    for found in $(grep -ls -- "$2=$1" /proc/[0-9]*/environ); do
      alive=\${found#/proc/}
      kill -s KILL "\${alive%/environ}"
    done
  elif [ -n "$group" ] && kill -s 0 -- "-$group"; then alive=$group
  fi
  if [ -d "$control" ]; then
    for member in $(cat "$control/cgroup.procs" "$control"/*/cgroup.procs); do kill -s KILL "$member"; done
    rmdir "$control"/*/
    rmdir "$control" || alive=$control
  fi
  [ -z "$alive" ] && break
  left=$((left - 1))
  sleep 0.01
done
echo "$sockets" | while IFS= read -r socket; do [ -S "$socket" ] && rm -f -- "$socket"; done
[ -n "$unfinished" ] && rm -f -- "$unfinished"
rm -rf -- "$1"
`

/** Starts the guard and makes the folder of the run, with the pipe `events` in it. Costs about 5 ms. */
export async function startGuard(): Promise<Guard> {
  const folder = join(tmpdir(), `routeheap-${randomBytes(8).toString('hex')}`)
  const shell = spawn('sh', ['-c', script, 'routeheap-guard', folder, runFolderVariable], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => {
    shell.once('error', () => resolve())
    shell.once('close', () => resolve())
  })
  shell.stdin.on('error', () => undefined)
  const waiting = new Map<string, () => void>()
  createInterface(shell.stdout).on('line', (line) => {
    waiting.get(line)?.()
    waiting.delete(line)
  })
  const answer = (line: string) =>
    Promise.race([new Promise<boolean>((resolve) => waiting.set(line, () => resolve(true))), ended.then(() => false)])
  const order = (line: string) => shell.stdin.write(`${line}\n`)

  if (!(await answer('ready'))) throw new RouteheapError('no-run-folder', { path: folder })
  return {
    folder,
    group: (leader) => void order(`group ${leader}`),
    async pipe(name) {
      const made = answer(`pipe ${name}`)
      order(`pipe ${name}`)
      await made
      return join(folder, name)
    },
    async controlGroup(path) {
      const tried = answer(`control ${path}`)
      order(`control ${path}`)
      await tried
    },
    unfinished: (path) => void order(`unfinished ${path ?? ''}`),
    socket: (path) => void (/[\0\n]/.test(path) || order(`socket ${path}`)),
    close() {
      shell.stdin.end()
      return ended
    },
  }
}
