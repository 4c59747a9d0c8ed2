import { findings } from '../../../src/findings/findings.ts'
import { isValidator, type Mark } from '../../../src/recognise/mark.ts'
import type { App } from './apps.ts'
import { featureNames, isCannot } from './checks.ts'
import type { AppInHeap, Cannot } from './runApp.ts'

/** What docs/frameworks.md says of one app, counted in the heap that has everything. */
export interface Row {
  readonly app: App
  readonly framework: string
  /** Routes by state, `live` first. */
  readonly states: Counts
  /** Generated validators and serializers by library. */
  readonly validators: Counts
  readonly findings: readonly string[]
  readonly features: Readonly<Record<string, string | Cannot>>
  readonly probe: Cannot | undefined
}

type Counts = ReadonlyMap<string, number>

export function rowOf(app: App, { framework, facts, says, probe }: AppInHeap): Row {
  const routes = facts.marks.filter((mark) => mark.kind === 'route').filter(({ middleware }) => !middleware)
  const states = counted(routes.map((route) => facts.states.get(route)!))
  return {
    app,
    framework,
    states: new Map(
      ['live', 'dead', 'shadowed'].flatMap((state) => (states.has(state) ? [[state, states.get(state)!]] : [])),
    ),
    validators: counted(facts.marks.flatMap(libraryOf).sort()),
    findings: [...new Set(findings(facts).map(({ code }) => code))].sort(),
    features: says.features ?? {},
    probe,
  }
}

const libraryOf = (mark: Mark): string[] => (isValidator(mark) ? [mark.library] : [])

function counted(names: readonly string[]): Counts {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** docs/frameworks.md. The same rows give the same text. */
export const frameworksDocument = (rows: readonly Row[]): string => `# Frameworks

What the conformance suite found on the day it last ran: each app has everything its framework knows (see \`features\`
below), and its routes were found in the heap exactly as the framework lists them, plain on every Node named and bundled
and minified on the oldest and the newest, live, dead and shadowed told apart. A small, well-written app of each gives
no finding worth mending. Counts are those of the app of the suite.

Older versions were tried with a small app each, not with the suite: Fastify from 4.0 on, \`@koa/router\` from 8.0,
\`koa-router\` from 5.4, Hono from 3.12. HEAD routes that Fastify 4.0 and 4.1 added are told as such unless minified.

${table(
  ['App', 'Packages', 'Node', 'Routes', 'Generated validators', 'Findings', 'Probe', 'Minified'],
  rows.map((row) => [
    row.app.name,
    row.app.packages.join(', '),
    row.app.nodes.join(', '),
    countsText(row.states),
    countsText(row.validators),
    row.findings.join(', '),
    row.probe === undefined ? 'yes' : 'no',
    'yes',
  ]),
)}

## Features

A dash is something that the framework does not have.

${table(
  ['App', ...featureNames],
  rows.map(({ app, features }) => [app.name, ...featureNames.map((name) => (isCannot(features[name]) ? '–' : 'yes'))]),
)}

${reasons(rows)}
`

const countsText = (counts: Counts): string => [...counts].map(([name, count]) => `${count} ${name}`).join(', ')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Each reason once, with the apps that it is true of. */
function reasons(rows: readonly Row[]): string {
  const apps = new Map<string, string[]>()
  for (const { app, features, probe } of rows) {
    for (const [name, feature] of Object.entries({ probe, ...features })) {
      if (!isCannot(feature)) continue
      const text = `${name}: ${feature.cannot}`
      apps.set(text, [...(apps.get(text) ?? []), app.name])
    }
  }
  return [...apps].map(([text, names]) => `- ${names.join(', ')}: ${text}`).join('\n')
}
