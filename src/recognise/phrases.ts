/**
 * What a finding is called in the terms of one framework or library: why it happens there, and what to do. By finding
 * code. A folder of a framework exports one; where it says nothing, general words are used.
 */
export type Phrases = Readonly<Record<string, { readonly why: string; readonly remedy: string }>>
