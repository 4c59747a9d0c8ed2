import { setImmediate } from 'node:timers/promises'
import type { Attribution } from './attribute/attribution.ts'
import { certifyDominators } from './graph/certifyDominators.ts'
import { dominators } from './graph/dominators.ts'
import { reachable } from './graph/flood.ts'
import type { HeapGraph } from './graph/graph.ts'
import { retainedSize } from './graph/retainedSize.ts'
import { rawSizes } from './graph/shallowSizes.ts'
import { heapFacts } from './heapFacts.ts'
import { readSnapshot } from './snapshot/read.ts'
import { compareWithHeapsnapshotParser } from './snapshot/secondReader.ts'
import { type Snapshot, selfSize } from './snapshot/snapshot.ts'

/** What was checked on one file, and what came of it. The document of `verify --json`. */
export interface Verification {
  readonly schema: 'routeheap/verification@1'
  readonly path: string
  /** Every check that ran has passed. */
  readonly passed: boolean
  readonly checks: readonly Check[]
}

export interface Check {
  readonly name: 'law' | 'dominators' | 'second reader'
  readonly result: 'passed' | 'failed' | 'skipped'
  /** One line with the numbers that were compared, or why nothing was. */
  readonly detail: string
}

/** How many nodes are taken out of the graph, one after the other, to see what goes with them. */
const removals = 40

/**
 * Checks our own numbers on a snapshot, each by a way that shares nothing with how it was made: the law by adding up
 * anew, the dominators by taking nodes out and walking the rest, the reading by heapsnapshot-parser. Costs about three
 * times an analysis, and 20 times the file in memory where the second reader runs. `signal` ends it while the file is read
 * and between the checks.
 */
export async function verifySnapshot(
  path: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Verification> {
  const goesOn = async () => {
    // A signal is heard once nothing runs, and only in the next turn where this one has looked for it before.
    await setImmediate()
    await setImmediate()
    signal?.throwIfAborted()
  }
  const snapshot = await readSnapshot(path, signal && { signal })
  await goesOn()
  const { attribution, heap } = heapFacts(snapshot, null).facts
  await goesOn()
  const checks = [law(attribution)]
  await goesOn()
  checks.push(dominatorCheck(heap.graph))
  await goesOn()
  checks.push(await secondReaderCheck(snapshot, path))
  await goesOn()
  const passed = checks.every(({ result }) => result !== 'failed')
  return { schema: 'routeheap/verification@1', path, passed, checks }
}

/** The shares of all owners and the background against a fresh walk from the root. */
function law({ graph, share, backgroundBytes, unreachableBytes }: Attribution): Check {
  const owned = share.reduce((sum, bytes) => sum + bytes, 0)
  const reached = bytesWhere(graph, reachable(graph, [graph.root]))
  const all = bytesWhere(graph, null)
  const holds = owned + backgroundBytes === reached && reached + unreachableBytes === all
  const sum = `${owned} owned + ${backgroundBytes} background`
  return {
    name: 'law',
    result: holds ? 'passed' : 'failed',
    detail: `${sum} ${holds ? '=' : '≠'} ${reached} B reachable, of ${all} B in the file`,
  }
}

function bytesWhere({ snapshot: { nodes } }: HeapGraph, seen: Uint8Array | null): number {
  let bytes = 0
  for (let node = 0; node < nodes.count; node++) if (seen === null || seen[node] === 1) bytes += selfSize(nodes, node)
  return bytes
}

/** No edge may go around a dominator, and for nodes spread over the file its retained size is what removal frees. */
function dominatorCheck(graph: HeapGraph): Check {
  const tree = dominators(graph, rawSizes(graph))
  const { retained } = tree
  const around = certifyDominators(graph, tree)
  const seen = reachable(graph, [graph.root])
  const step = Math.max(1, Math.floor(graph.nodeCount / removals))
  const nodes: number[] = []
  for (let node = 1; node < graph.nodeCount; node += step) if (seen[node] === 1) nodes.push(node)
  const wrong = nodes.filter((node) => retainedSize(graph, [node]) !== retained[node])
  const ids = wrong.map((node) => `@${graph.snapshot.nodes.id[node]}`)
  return {
    name: 'dominators',
    result: around === null && wrong.length === 0 ? 'passed' : 'failed',
    detail:
      around !== null
        ? `a strong edge from @${graph.snapshot.nodes.id[around.source]} goes around the immediate dominator of @${graph.snapshot.nodes.id[around.target]}`
        : wrong.length === 0
          ? `no strong edge goes around an immediate dominator; ${nodes.length} retained sizes equal what taking the node out frees`
          : `${wrong.length} of ${nodes.length} retained sizes differ from taking the node out: ${ids.slice(0, 5).join(' ')}`,
  }
}

/** Every node and edge as another program reads them from the same file. */
async function secondReaderCheck(snapshot: Snapshot, path: string): Promise<Check> {
  const name = 'second reader'
  const compared = await compareWithHeapsnapshotParser(snapshot, path)
  if ('notRun' in compared) return { name, result: 'skipped', detail: `not run: ${compared.notRun}` }
  if ('notJson' in compared) return { name, result: 'failed', detail: `the file is no valid JSON: ${compared.notJson}` }
  const { nodesCompared, edgesCompared, differenceCount, differences } = compared
  const all = `${nodesCompared} nodes and ${edgesCompared} edges`
  if (differenceCount === 0) return { name, result: 'passed', detail: `heapsnapshot-parser reads the same ${all}` }
  const first = differences.map(({ nodeId, what }) => `${what} of @${nodeId}`).slice(0, 5)
  const detail = `heapsnapshot-parser reads ${all}, ${differenceCount} of them differently: ${first.join(', ')}`
  return { name, result: 'failed', detail }
}
