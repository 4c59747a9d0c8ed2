import type { Command } from 'commander'
import { RouteheapError } from '../error.ts'

/** Refuses an option that was taken for the value of the one before it, which commander does without a word. */
export function refuseSwallowed(words: readonly string[], command: Command): void {
  const taking = new Set(command.options.flatMap(({ required, long }) => (required ? [long] : [])))
  const known = new Set(['--help', '-h', ...command.options.map(({ long }) => long)])
  for (const [at, word] of words.entries()) {
    const next = words[at + 1]
    if (!taking.has(word) || !known.has(next)) continue
    throw new RouteheapError('wrong-usage', {
      problem: `${word} needs a value, and ${next} follows it.`,
      hint: `Give ${word} its value, or leave it out.`,
    })
  }
}
