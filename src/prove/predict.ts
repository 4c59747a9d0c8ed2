import type { HeapFacts } from '../findings/facts.ts'
import type { Finding } from '../findings/finding.ts'
import { reclaimableBytes } from '../findings/reclaimable.ts'
import { withinInstances } from '../findings/withinInstances.ts'
import { prevented } from '../frameworks/prevented.ts'
import type { Mark } from '../recognise/mark.ts'
import { type RemedyChoice, remedyChoices } from '../remedies/names.ts'
import { type Bytes, selfSize } from '../snapshot/snapshot.ts'

/** What can be changed in the running app, and what the analysis says that it gives back. */
export interface Prediction {
  readonly remedies: readonly Predicted[]
  /** All of them at once: one exact removal. */
  readonly bytes: Bytes
  readonly byHand: readonly Finding[]
}

export interface Predicted {
  readonly choice: RemedyChoice
  /** As far as the remedy mends them. */
  readonly findings: readonly Finding[]
  /** The same, as they were found. */
  readonly whole: readonly Finding[]
  /** What goes with them, since it is there for them alone. */
  readonly besides: readonly Mark[]
  /** What the analysis says that it gives back, mended by hand. */
  readonly bytes: Bytes
  /** What of it stays where it is mended in memory: the emptied objects themselves. */
  readonly shellBytes: Bytes
}

/**
 * Chooses the remedies, of those named, for the findings that are worth mending. Validators are shared where routes of the framework hold
 * them: those of a framework that the remedy does not know stay as they are. Schemas that are held twice stay with the
 * routes, which is why they are mended by hand.
 */
export function predict(facts: HeapFacts, findings: readonly Finding[], names: readonly string[]): Prediction {
  const worthMending = findings.filter(({ severity }) => severity !== 'note')
  const remedies = remedyChoices.flatMap((choice): Predicted[] => {
    if (!names.includes(choice.name)) return []
    // What is not worth a remedy of its own is mended by it all the same.
    const of = findings.filter((finding) => mends(choice, finding))
    const parts = of.map((finding) => (choice.withinInstances ? shareable(facts, finding) : finding))
    const mended = parts.filter((part) => part !== null)
    const whole = of.filter((_, at) => parts[at] !== null)
    if (!whole.some((finding) => worthMending.includes(finding))) return []
    const shellBytes = choice.leavesShells ? shells(facts, mended) : 0
    const removed = mended.flatMap(({ removable }) => [...removable])
    const besides = prevented[choice.name]?.(facts.heap, facts.marks, removed) ?? []
    return [{ choice, findings: mended, whole, besides, bytes: reclaimableBytes(facts, mended, besides), shellBytes }]
  })
  const chosen = remedies.flatMap((remedy) => remedy.findings)
  const chosenWhole = remedies.flatMap((remedy) => remedy.whole)
  const besides = remedies.flatMap((remedy) => [...remedy.besides])
  return {
    remedies,
    bytes: chosen.length === 0 ? 0 : reclaimableBytes(facts, chosen, besides),
    byHand: worthMending.filter((finding) => !chosenWhole.includes(finding)),
  }
}

/** What of a finding is of one instance of the library; null where nothing is. */
function shareable(facts: HeapFacts, finding: Finding): Finding | null {
  if (finding.groups.length === 0) return finding
  const groups = withinInstances(facts, finding.groups)
  const removable = groups.flatMap((group) => group.slice(1))
  return removable.length === 0 ? null : { ...finding, groups, removable, besides: [], count: removable.length }
}

/** The router objects of the app with the room for their properties, which stays where these are emptied. */
function shells({ heap }: HeapFacts, findings: readonly Finding[]): Bytes {
  const { nodes } = heap.graph.snapshot
  const routers = findings
    .flatMap(({ removable }) => removable)
    .filter((mark) => mark.kind === 'router' && !mark.internal)
    .map(({ leading }) => leading[0])
  const places = new Set(routers.flatMap((router) => [router, heap.internal(router, 'properties') ?? router]))
  return [...places].reduce((sum, node) => sum + selfSize(nodes, node), 0)
}

export const mends = ({ codes, of, framework }: RemedyChoice, finding: Finding): boolean =>
  codes.includes(finding.code) &&
  [finding.framework, ...finding.routes.map(({ adapter }) => adapter)].some(
    (name) => name !== undefined && of.includes(name),
  ) &&
  finding.routes.some((route) => [framework, ...of].includes(route.adapter ?? route.framework))
