/** The public API. Named exports only, nothing is computed here. */

export { type AnalyzeInput, type AnalyzeOptions, analyze } from './analyze.ts'
export type { CaptureOptions, CaptureProgress, PhaseName } from './capture/capture.ts'
export { difference } from './diff/diff.ts'
export type { DeltaEntry, Difference } from './diff/difference.ts'
export { type ErrorCode, RouteheapError } from './error.ts'
export { compareFloors } from './floor/compare.ts'
export { type FloorOptions, floor } from './floor/floor.ts'
export type { Floor, FloorComparison, ProcessEntry, Trial } from './floor/result.ts'
export {
  type FloorWithRemediesOptions,
  floorWithRemedies,
  type ReportWithFloor,
  reportWithFloor,
} from './floorWithRemedies.ts'
export { version } from './installed.ts'
export { type KeepOptions, keepSnapshots } from './keepSnapshots.ts'
export { type Price, priceOf } from './price/price.ts'
export type { Proof, Sides, Spread } from './prove/proof.ts'
export { type ProvenReport, type ProveOptions, prove, provenReport } from './prove.ts'
export { type ReportFile, renderHtml, renderHtmlFiles } from './report/html.ts'
export { renderJson } from './report/json.ts'
export { renderMarkdown } from './report/markdown.ts'
export type {
  CodeFrame,
  ConstructorEntry,
  DuplicateTree,
  FindingEntry,
  Holder,
  Parts,
  PathStep,
  Phase,
  RegistryEntry,
  Report,
  Repository,
  RouteEntry,
  RouterEntry,
  RouteState,
  SharedBytes,
  Subject,
  Totals,
  ValidatorEntry,
  ValidatorParts,
} from './report/report.ts'
export { renderTerminal } from './report/terminal.ts'
export { type Verification, verifySnapshot } from './verify.ts'
