import type { Probe } from '../capture/inside/probe.ts'
import { probe as adonis } from './adonis/probe.ts'
import { probe as elysia } from './elysia/probe.ts'
import { probes as express } from './express/probe.ts'
import { probe as fastify } from './fastify/probe.ts'
import { probe as feathers } from './feathers/probe.ts'
import { probe as graphql } from './graphql/probe.ts'
import { probe as h3 } from './h3/probe.ts'
import { probe as hapi } from './hapi/probe.ts'
import { probe as hono } from './hono/probe.ts'
import { probes as koaRouters } from './koa-router/probe.ts'
import { probes as nest } from './nest/probe.ts'
import { probes as polka } from './polka/probe.ts'
import { probe as restify } from './restify/probe.ts'
import { probe as trpc } from './trpc/probe.ts'
import { unknownProbes } from './unknown.ts'

/** Every probe. To add a framework, write its probe.ts and add a line here. */
export const probes: readonly Probe[] = [
  ...nest,
  feathers,
  adonis,
  ...express,
  fastify,
  ...koaRouters,
  hono,
  hapi,
  h3,
  elysia,
  ...polka,
  restify,
  trpc,
  graphql,
  ...unknownProbes,
]

interface Package {
  readonly name: string
  readonly version: string | null
}

const frameworkOf = (module: string): string => probes.find((probe) => probe.module === module)?.framework ?? module

/** Whether a package is what routes of a framework are registered with. */
export const isPartOf = (framework: string, name: string): boolean => frameworkOf(name) === framework

/**
 * The versions that were loaded, by the framework's name in marks; of several all, with commas between them. A package of
 * that name speaks before its parts, and where there is such a package others are named: `12.0.1, 13.1.1 of @koa/router`.
 */
export function versionsByFramework(loaded: readonly Package[]): ReadonlyMap<string, string | null> {
  const versions = new Map<string, string | null>()
  const isFork = ({ name }: Package) => probes.some(({ module, fork }) => module === name && fork)
  for (const framework of new Set(loaded.filter(isKnown).map(({ name }) => frameworkOf(name)))) {
    const packages = loaded.filter(({ name }) => frameworkOf(name) === framework)
    const namesakes = packages.filter(({ name }) => name === framework)
    const own = [...namesakes, ...packages.filter((one) => one.name !== framework && isFork(one))]
    const all = own.length > 0 ? own : packages.slice(0, 1)
    versions.set(framework, all.flatMap((one) => versionText(one, framework)).join(', ') || null)
  }
  return versions
}

function versionText({ name, version }: Package, framework: string): string | [] {
  const isNamesake = name === framework || probes.every(({ module }) => module !== framework)
  return version === null ? [] : isNamesake ? version : `${version} of ${name}`
}

const isKnown = ({ name }: Package): boolean => !unknownProbes.some(({ module }) => module === name)

/** Of frameworks that were loaded and whose routers are not known: with them the rows are not all routes of the app. */
export function unknownNotes(loaded: readonly Package[]): string[] {
  const names = loaded.flatMap((one) => (isKnown(one) ? [] : `${one.name} ${one.version ?? ''}`.trim()))
  if (names.length === 0) return []
  const [was, its] = names.length === 1 ? ['was', 'its router is'] : ['were', 'their routers are']
  return [`${names.join(', ')} ${was} loaded, and ${its} not known: what is registered there has no row.`]
}

/** Of packages that are too old to be known, where no route of their framework was found: `found` are those with routes. */
export function tooOldNotes(loaded: readonly Package[], found: ReadonlySet<string>): string[] {
  return loaded.flatMap(({ name, version }) => {
    const from = probes.find(({ module }) => module === name)?.knownFrom
    if (from === undefined || version === null || !isBefore(version, from) || found.has(frameworkOf(name))) return []
    return [`${name} ${version} was loaded, and no route of it was found: its routes are known from ${from} on.`]
  })
}

function isBefore(version: string, from: string): boolean {
  const [[major, minor], [fromMajor, fromMinor]] = [version, from].map((text) => text.split('.').map(Number))
  return major < fromMajor || (major === fromMajor && minor < fromMinor)
}
