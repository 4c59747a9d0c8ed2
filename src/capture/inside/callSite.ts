import { fileURLToPath } from 'node:url'

/** A place in a file, one-based, as V8 sees it (before source maps). */
export interface CallSite {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Who calls. */
export interface Caller {
  /** The innermost frame of the app's own code; null where none of that is being run. */
  readonly site: CallSite | null
  /** The installed packages whose code was called from there and led here, each once, the innermost first. */
  readonly packages: readonly string[]
}

/**
 * Who calls, by the current stack: `isUser` tells the app's own files. The stack is read as call sites and dropped: no
 * Error object is kept, and what the app has set on `Error` is as it was.
 */
export function callerNow(isUser: (file: string) => boolean): Caller {
  const { prepareStackTrace, stackTraceLimit } = Error
  const holder: { stack?: unknown } = {}
  let sites: unknown
  try {
    Error.stackTraceLimit = 64
    Error.prepareStackTrace = (_error, frames) => frames
    Error.captureStackTrace(holder, callerNow)
    sites = holder.stack
  } catch {
    return { site: null, packages: [] }
  } finally {
    Error.stackTraceLimit = stackTraceLimit
    Error.prepareStackTrace = prepareStackTrace as typeof Error.prepareStackTrace
  }
  const packages = new Set<string>()
  if (!Array.isArray(sites)) return { site: null, packages: [] }
  for (const site of sites as NodeJS.CallSite[]) {
    const name = site.getFileName()
    if (typeof name !== 'string' || decoratorHelper.test(site.getFunctionName() ?? '')) continue
    const file = name.startsWith('file:') ? fileURLToPath(name) : name
    if (isUser(file)) {
      const place = { file, line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 }
      return { site: place, packages: [...packages] }
    }
    const inPackage = packageOfFile.exec(file)
    if (inPackage !== null) packages.add(inPackage[1].replace('\\', '/'))
  }
  return { site: null, packages: [...packages] }
}

const packageOfFile = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/s

/** What compilers put into the user's file to call decorators: TypeScript, SWC, esbuild. */
const decoratorHelper =
  /^(__decorate|__esDecorate|__runInitializers|_?_ts_decorate|_apply_decs_\w+|__decorateClass|__decorateElement)$/

/**
 * Says whether a file is the user's: neither Node's, nor ours, nor of an installed package. The package that the entry
 * belongs to is the user's even where it is installed.
 */
export function userFiles(roots: readonly string[], own: string): (file: string) => boolean {
  return (file) => {
    if (file === own || !/^([\\/]|[A-Za-z]:)/.test(file)) return false
    const root = roots.find((candidate) => file.startsWith(candidate))
    return !/[\\/]node_modules[\\/]/.test(root === undefined ? file : file.slice(root.length - 1))
  }
}
