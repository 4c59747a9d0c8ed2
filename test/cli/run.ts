import { EventEmitter } from 'node:events'
import { main } from '../../src/cli/main.ts'
import type { Routeheap } from '../../src/cli/session.ts'

export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  readonly api?: Partial<Routeheap>
  readonly cwd?: string
  readonly env?: Record<string, string>
  readonly tty?: boolean
  readonly columns?: number
  /** Code of the error that every write to stdout ends with. */
  readonly stdoutFails?: string
  /** Gets hold of the process, to send it signals. */
  readonly started?: (host: FakeProcess) => void
}

/** Runs the whole command line in this process. Without `api` it is the real one. */
export async function runCli(words: readonly string[], around: Surroundings = {}): Promise<Run> {
  const host = new FakeProcess(words, around)
  around.started?.(host)
  const { api } = around
  const code = api === undefined ? await main(host) : await main(host, api as Routeheap)
  return { code, stdout: host.stdout.text, stderr: host.stderr.text }
}

export class FakeProcess extends EventEmitter {
  readonly argv: readonly string[]
  readonly env: Record<string, string>
  readonly platform = process.platform
  readonly stdout: FakeOutput
  readonly stderr: FakeOutput
  /** Code it was ended with at once, by a second signal. */
  exited: number | null = null
  readonly folder: string

  constructor(words: readonly string[], { cwd, env, tty, columns, stdoutFails }: Surroundings) {
    super()
    this.argv = ['node', 'routeheap', ...words]
    this.env = env ?? {}
    this.folder = cwd ?? process.cwd()
    this.stdout = new FakeOutput(tty === true, columns, stdoutFails)
    this.stderr = new FakeOutput(tty === true, columns)
  }

  cwd(): string {
    return this.folder
  }

  exit(code: number): void {
    this.exited = code
  }
}

class FakeOutput extends EventEmitter {
  text = ''
  readonly isTTY: boolean
  readonly columns: number | undefined
  readonly failure: string | undefined

  constructor(isTTY: boolean, columns?: number, failure?: string) {
    super()
    this.isTTY = isTTY
    this.columns = columns
    this.failure = failure
  }

  write(text: string, written?: (error?: Error | null) => void): boolean {
    const error = this.failure === undefined ? null : Object.assign(new Error(this.failure), { code: this.failure })
    if (error === null) this.text += text
    queueMicrotask(() => {
      written?.(error)
      if (error !== null) this.emit('error', error)
    })
    return error === null
  }
}
