import { RouteheapError } from '../error.ts'

const noFile: readonly (string | undefined)[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']

/** What the system says of a file that was to be read, in our words; what is not of the system stays as it is. */
export function unreadable(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (error instanceof RouteheapError || syscall === undefined) return error
  if (noFile.includes(code)) return new RouteheapError('file-not-found', { path }, { cause: error })
  if (code === 'ELOOP') return new RouteheapError('link-loop', { path }, { cause: error })
  return new RouteheapError('file-unreadable', { path, reason: String(code) }, { cause: error })
}
