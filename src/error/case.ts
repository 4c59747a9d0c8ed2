/** Lines below a message. */
export const indented = (lines: readonly string[]): string => lines.map((line) => `\n  ${line}`).join('')

/** An app that did not boot, where, and the last lines that it wrote. */
export type Failed = { path: string; place: string | null; lines: readonly string[] }

/** A row of the table: the exit code, what happened, and what to do next. */
export interface Case<Details> {
  /**
   * 2 usage or configuration · 3 the app did not boot or never got healthy · 4 capture or analysis failed ·
   * 5 the environment lacks a privilege.
   */
  readonly exitCode: 2 | 3 | 4 | 5
  readonly message: (details: Details) => string
  readonly hint: (details: Details) => string
}
