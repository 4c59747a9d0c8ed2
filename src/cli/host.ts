/** The part of `process` that the command line uses, so that tests can run it whole with one of their own. */
export interface Host {
  /** As Node gives it: the first two are the binary and the script. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly stdout: Output
  readonly stderr: Output
  cwd(): string
  on(signal: Signal, listener: () => void): unknown
  off(signal: Signal, listener: () => void): unknown
  exit(code: number): void
}

export interface Output {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string, written?: (error?: Error | null) => void): boolean
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/** In CI nothing is animated and no browser is opened. */
export const isCI = (host: Host): boolean => isSet(host.env.CI) && host.env.CI !== 'false'

/** NO_COLOR beats a terminal, FORCE_COLOR beats both; `FORCE_COLOR=0` means off. */
export function hasColour(host: Host, output: Output): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM } = host.env
  if (force !== undefined) return force !== '0' && force !== 'false'
  return !isSet(no) && output.isTTY === true && TERM !== 'dumb'
}

/** Columns to write to. What is not a terminal has 80. */
export const widthOf = (output: Output): number =>
  output.columns !== undefined && output.columns > 0 ? output.columns : 80

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''
