import type { CaptureSummary } from './capture.ts'

/** The summary while it is still being filled. */
export type GrowingSummary = { -readonly [K in keyof CaptureSummary]: Growing<CaptureSummary[K]> }
type Growing<T> = T extends readonly (infer E)[] ? E[] : T

export function emptySummary(): GrowingSummary {
  return {
    nodeVersion: '',
    v8Version: '',
    platform: process.platform,
    arch: process.arch,
    frameworks: [],
    listening: [],
    threads: [],
    place: null,
    typescript: null,
    compiledInMeasuredProcess: 0,
    writingMs: 0,
    notes: [],
  }
}
