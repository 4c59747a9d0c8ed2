import type { Bytes } from '../snapshot/snapshot.ts'

/**
 * Two reports side by side: what grew, appeared, went. `delta` is b - a everywhere. The document of `diff --json`.
 */
export interface Difference {
  readonly schema: 'routeheap/diff@1'
  readonly tool: { readonly name: 'routeheap'; readonly version: string }
  readonly a: string
  readonly b: string
  /** `node id` when both snapshots come from one process, `route key` otherwise. */
  readonly matchedBy: 'node id' | 'route key'
  readonly totals: readonly DeltaEntry[]
  readonly routes: readonly DeltaEntry[]
  readonly validators: readonly DeltaEntry[]
  readonly findings: readonly DeltaEntry[]
  /** By part (validators, serializers, handlers, ...) and background. */
  readonly categories: readonly DeltaEntry[]
  readonly notes: readonly string[]
}

export interface DeltaEntry {
  readonly key: string
  readonly change: 'added' | 'removed' | 'grew' | 'shrank' | 'same'
  /** Null on the side where it does not exist. */
  readonly aBytes: Bytes | null
  readonly bBytes: Bytes | null
  readonly deltaBytes: Bytes
  readonly aCount: number | null
  readonly bCount: number | null
}
