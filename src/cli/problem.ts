import { RouteheapError } from '../error.ts'
import { printable } from '../report/printable.ts'

/** What to print about an error, and the code to end with. What we can explain has no stack. */
export function describeProblem(error: unknown, version: string): { readonly text: string; readonly exitCode: number } {
  if (error instanceof RouteheapError)
    return { text: shown(`routeheap: ${error.message}\n  hint: ${indented(error.hint)}\n`), exitCode: error.exitCode }
  const stack = asItRuns(error instanceof Error ? (error.stack ?? error.message) : String(error))
  const where = `routeheap ${version}, node ${process.version}, ${process.platform} ${process.arch}`
  return {
    text: shown(`routeheap: this is a bug in routeheap. Please report it with what follows.\n${where}\n${stack}\n`),
    exitCode: 4,
  }
}

/**
 * A stack with the file that runs: V8 of Node 20 keeps the name of the file with its code, and that of the command line may have
 * been kept in another folder. Our own frame tells what it is called.
 */
function asItRuns(stack: string): string {
  if (import.meta.url.startsWith('file:')) return stack
  const kept = / \((.+):\d+:\d+\)$/m.exec(new Error('here').stack ?? '')?.[1]
  return kept === undefined ? stack : stack.replaceAll(`${kept}:`, () => `${import.meta.url}:`)
}

const indented = (hint: string): string => hint.replaceAll('\n', '\n        ')

/** Errors of the app may hold anything. Lines and tabs stay; what would steer the terminal is escaped. */
const shown = (text: string): string => text.replace(/[^\n\t]+/g, printable)
