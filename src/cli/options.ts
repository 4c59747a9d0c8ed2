import { InvalidArgumentError } from 'commander'

/** Texts of the command line as values; what they cannot be is said with the option's name by commander. */

export function seconds(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0) || value > 86_400)
    throw new InvalidArgumentError('A number of seconds above 0 is expected.')
  return value
}

export function port(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > 65_535) throw new InvalidArgumentError('A port from 0 to 65535 is expected.')
  return value
}

export function pattern(text: string): RegExp {
  try {
    return new RegExp(text)
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`)
  }
}

/** A JSON array: the list of arguments. */
export function factoryArguments(text: string): readonly unknown[] {
  const value = json(text)
  if (!Array.isArray(value))
    throw new InvalidArgumentError(`An array is expected, with an argument each: --args '[${text}]'.`)
  return value
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InvalidArgumentError(`JSON is expected: ${(error as Error).message}.`)
  }
}

/** Where a file is to be written. */
export function outputFile(text: string): string {
  if (text === '-')
    throw new InvalidArgumentError('The path of a file is expected: --json, or --format, is what writes to stdout.')
  if (text === '') throw new InvalidArgumentError('The path of a file is expected.')
  return text
}

/** One more path to ask for. An option in its place was taken for one. */
export function requestPaths(text: string, before: readonly string[] = []): readonly string[] {
  if (text.startsWith('-')) throw new InvalidArgumentError('The path of a request is expected, like /users.')
  return [...before, text]
}

export function count(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > 1000)
    throw new InvalidArgumentError('A whole number from 1 to 1000 is expected.')
  return value
}

const units: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }

/** `1MiB`, `512 KiB`, `4MB`. */
export function size(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([kKMG]i?B|B)$/.exec(text) ?? []
  const bytes = Number(number) * (units[unit] ?? Number.NaN)
  if (!(bytes > 0)) throw new InvalidArgumentError('A size is expected, like 1MiB or 512KiB.')
  return Math.round(bytes)
}

export function webPage(text: string): string {
  if (!/^https?:\/\/[^/]/.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('A URL that begins with https:// is expected.')
  return text
}
