import { RouteheapError } from '../error.ts'

/** What to print about an error, and the code to end with. What we can explain has no stack. */
export function describeProblem(error: unknown, version: string): { readonly text: string; readonly exitCode: number } {
  if (error instanceof RouteheapError)
    return { text: `routeheap: ${error.message}\n  hint: ${indented(error.hint)}\n`, exitCode: error.exitCode }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const where = `routeheap ${version}, node ${process.version}, ${process.platform} ${process.arch}`
  return {
    text: `routeheap: this is a bug in routeheap. Please report it with what follows.\n${where}\n${stack}\n`,
    exitCode: 4,
  }
}

const indented = (hint: string): string => hint.replaceAll('\n', '\n        ')
