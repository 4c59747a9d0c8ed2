/**
 * What a finding is called in the terms of one framework or library: why it happens there, and what to do. By finding
 * code. A folder of a framework exports one; where it says nothing, general words are used.
 */
export type Phrases = Readonly<Record<string, Phrase>>

interface Phrase {
  readonly why: string
  readonly remedy: string
  /** What has to be done before the remedy, by the number of the finding that says so where it is not 0. */
  readonly before?: Readonly<Record<string, string>>
}
