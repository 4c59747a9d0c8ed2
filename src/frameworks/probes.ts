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
]

/**
 * The versions that were loaded, by the framework's name in marks; of several all, with commas between them. A package of
 * that name speaks before others.
 */
export function versionsByFramework(
  loaded: readonly { readonly name: string; readonly version: string | null }[],
): ReadonlyMap<string, string | null> {
  const versions = new Map<string, string | null>()
  const frameworkOf = (module: string) => probes.find((probe) => probe.module === module)?.framework ?? module
  for (const framework of new Set(loaded.map(({ name }) => frameworkOf(name)))) {
    const own = loaded.filter(({ name }) => name === framework)
    const all = own.length > 0 ? own : loaded.filter(({ name }) => frameworkOf(name) === framework).slice(0, 1)
    versions.set(framework, all.flatMap(({ version }) => version ?? []).join(', ') || null)
  }
  return versions
}
