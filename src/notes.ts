import { basename } from 'node:path'
import type { CaptureSummary } from './capture/capture.ts'
import type { HeapFacts } from './findings/facts.ts'
import type { Finding } from './findings/finding.ts'
import { ownBytes } from './findings/registryKeys.ts'
import { ajvInstances } from './findings/spareInstances.ts'
import type { Bytes } from './snapshot/snapshot.ts'

/** What the reader of the report must know about this run: what was odd, and what it means for the numbers. `loaded` are frameworks. */
export function notesOn(facts: HeapFacts, summary: CaptureSummary | null, loaded: readonly string[]): string[] {
  const notes = [...(summary?.notes ?? [])]
  const { marks, states, attribution } = facts
  if (!marks.some((mark) => mark.kind === 'route')) {
    const found = noRouter(loaded)
    const listed = facts.isNew === null ? '' : ' What composition added is listed by constructor.'
    notes.push(`${found}, so no route has a row.${listed}`)
  }
  notes.push(...unservedNotes(facts, summary), ...unprovenNotes(facts), ...threadNotes(summary?.threads ?? []))
  if (summary !== null && summary.compiledInMeasuredProcess > 0) {
    notes.push(
      `${summary.compiledInMeasuredProcess} TypeScript files had to be compiled inside the measured process; what the compiler holds is in the background.`,
    )
  }
  if (attribution.unreachableBytes > 0) {
    notes.push(`${attribution.unreachableBytes} bytes of the snapshot are reached by nothing and belong to nobody.`)
  }
  const unread = [...states.keys()].filter((mark) => mark.kind === 'route' && mark.path === null).length
  if (unread > 0) {
    const paths = unread === 1 ? 'path of 1 route is' : `paths of ${unread} routes are`
    notes.push(`The ${paths} not in the snapshot: the text is a slice of a longer one, or was cut.`)
  }
  return notes
}

function noRouter(loaded: readonly string[]): string {
  if (loaded.length === 0) return 'No router that routeheap knows was found'
  const one = loaded.length === 1
  return `${loaded.join(', ')} ${one ? 'was' : 'were'} loaded, but ${one ? 'it has' : 'they have'} no route, and no other router that routeheap knows was found`
}

function threadNotes(files: readonly string[]): string[] {
  if (files.length === 0) return []
  const [threads, its] =
    files.length === 1 ? ['1 worker thread', 'its heap'] : [`${files.length} worker threads`, 'their heaps']
  const names = [...new Set(files.map((file) => basename(file)))].sort()
  return [
    `${threads} of the app (${names.join(', ')}) ${files.length === 1 ? 'runs' : 'run'} beside it: ${its} and what is served there are not looked at.`,
  ]
}

/** Of a heap in which nothing can be told to be dead: no server leads to any route. */
function unservedNotes({ marks, servesRoutes }: HeapFacts, summary: CaptureSummary | null): string[] {
  if (servesRoutes || !marks.some((mark) => mark.kind === 'route' && !mark.middleware)) return []
  const told = 'No server that listens leads to a route in this heap, so live and dead cannot be told apart'
  return [summary === null ? `${told}: take the snapshot once the app listens.` : `${told}.`]
}

/** Of routes that are live for lack of proof: no server leads to them. */
function unprovenNotes({ marks, states, reached }: HeapFacts): string[] {
  const routes = marks.flatMap((mark) =>
    mark.kind === 'route' && !mark.middleware && states.get(mark) === 'live' && reached?.has(mark) === false
      ? mark
      : [],
  )
  if (routes.length === 0) return []
  const routers = new Set(routes.map(({ router }) => router))
  const [one, ofOne] = [routes.length === 1, routers.size === 1]
  const place = routers.has(null) ? '' : ` of ${routers.size} ${ofOne ? 'router' : 'routers'}`
  const count = `${routes.length} ${one ? 'route' : 'routes'}${place} ${one ? 'counts' : 'count'} as live`
  const why = one ? 'it: it has no live copy' : 'them: they have no live copies'
  const use = `or a function that requests reach may call ${one ? 'it' : 'them'}`
  return [`${count} although no server was seen to lead to ${why}, ${use}.`]
}

const leastNoted: Bytes = 4_000
/** About what an app writes; what libraries compile for themselves is theirs. */
const written: ReadonlySet<string> = new Set(['repeated-schema', 'repeated-document'])

/** Of what is there, but too small to be told where no route has a part in it. */
export function leftOutNotes(findings: readonly Finding[]): string[] {
  const small = findings.filter(({ code, savingBytes }) => written.has(code) && savingBytes >= leastNoted)
  if (small.length === 0) return []
  const list = small.map(({ code, framework, savingBytes }) => `${code} of ${framework}, ${savingBytes} bytes`)
  return [`Too small to be a finding where no route has a part in it: ${list.join('; ')}.`]
}

/** Fewer are made by packages, each for itself. */
const fewestInstances = 5
const leastOfInstances: Bytes = 100_000

/** Of instances of Ajv that are many and that no finding counts. Looked at only where there are: two removals. */
export function instanceNotes(facts: HeapFacts, findings: readonly Finding[]): string[] {
  const counted = new Set(findings.flatMap(({ besides = [] }) => besides))
  const [, ...others] = ajvInstances(facts).filter((mark) => !counted.has(mark))
  if (others.length + 1 < fewestInstances) return []
  const bytes = ownBytes(
    facts,
    others.map(({ leading: [node] }) => node),
  )
  if (bytes < leastOfInstances) return []
  return [
    `${others.length + 1} instances of Ajv: all but one weigh ${bytes} bytes beside what they generated. Where their options are the same, one can generate all.`,
  ]
}
