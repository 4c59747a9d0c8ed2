import { RouteheapError } from '../error.ts'
import type { Floor, FloorComparison, Proof, Report } from '../index.ts'

/** What a document says of its app. A floor does not say what it is made with. */
type App = Pick<Report['subject'], 'kind' | 'name'> & Partial<Pick<Report['subject'], 'frameworks'>>

/**
 * A remark that names both, where a measurement may be of another app than the report; null where it is of the same one.
 * Throws where two apps are named. Of two programs that were compared, the report may be of either.
 */
export function otherApp(
  report: Report['subject'],
  measurement: Proof | Floor | FloorComparison,
  command: 'prove' | 'floor',
): string | null {
  const measured = subjectsOf(measurement)
  const found = measured.map((one) => likeness(report, one))
  if (found.includes('same')) return null
  const what = command === 'prove' ? 'proof' : 'floor'
  const names = `The ${what} is of ${measured.map(nameOf).join(' and ')}, the report of ${nameOf(report)}`
  if (found.includes('unknown')) return `${names}: nothing says that it is the same app.`
  throw new RouteheapError('wrong-usage', {
    problem: `${names}: that is another app.`,
    hint: `Measure the app of the report: routeheap ${command} ${report.name} --json > ${what}.json`,
  })
}

function subjectsOf(measurement: Proof | Floor | FloorComparison): readonly App[] {
  switch (measurement.schema) {
    case 'routeheap/proof@1':
    case 'routeheap/floor@1':
      return [measurement.subject]
    case 'routeheap/floor-comparison@1':
      return measurement.remedies === null ? [measurement.a.subject, measurement.b.subject] : [measurement.a.subject]
  }
}

/**
 * A module is named from the folder in which the command was typed, so one name may be the end of the other. What stands
 * for what, a command, a module and a snapshot of either, is not known; nor whether app.js is made of app.ts.
 */
function likeness(a: App, b: App): 'same' | 'unknown' | 'other' {
  if (a.kind === b.kind && a.name === b.name) return haveNoFrameworkInCommon(a, b) ? 'unknown' : 'same'
  if (a.kind !== 'app' || b.kind !== 'app') return 'unknown'
  const [x, y] = [stepsOf(a.name), stepsOf(b.name)]
  const [longer, shorter] = x.length < y.length ? [y, x] : [x, y]
  const isEnd = shorter.every((step, at) => step === longer[longer.length - shorter.length + at])
  return isEnd || isCompiled(x.at(-1)!, y.at(-1)!) ? 'unknown' : 'other'
}

function haveNoFrameworkInCommon({ frameworks: a = [] }: App, { frameworks: b = [] }: App): boolean {
  return a.length > 0 && b.length > 0 && !a.some(({ name }) => b.some((other) => other.name === name))
}

/** A path without what leads out of the folder. */
const stepsOf = (path: string): string[] => path.split(/[\\/]/).filter((step) => !['', '.', '..'].includes(step))

/** Whether one is TypeScript, and the other JavaScript of the same name. */
function isCompiled(a: string, b: string): boolean {
  const [x, y] = [a, b].map((name) => /^(.*)\.[cm]?([jt])sx?$/.exec(name))
  return x?.[1] === y?.[1] && x?.[2] !== y?.[2]
}

function nameOf({ name, frameworks = [] }: App): string {
  return frameworks.length === 0 ? name : `${name} (${frameworks.map((one) => one.name).join(', ')})`
}
