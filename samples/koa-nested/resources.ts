import type { RouterContext } from '@koa/router'

/** Two areas of an API, and what there is in each. */
export const areas: Readonly<Record<string, readonly string[]>> = {
  work: ['flows', 'runs', 'tasks', 'deployments', 'schedules', 'queues', 'pools', 'workers', 'events', 'artifacts'],
  admin: ['users', 'roles', 'teams', 'blocks', 'variables', 'secrets', 'webhooks', 'limits', 'audits', 'settings'],
}

const records = new Map<string, unknown>()

export async function list(context: RouterContext) {
  context.body = [...records.keys()]
}
export async function read(context: RouterContext) {
  context.body = records.get(context.path) ?? null
}
export async function write(context: RouterContext) {
  records.set(context.path, { at: context.path })
  context.status = 201
}
export async function remove(context: RouterContext) {
  records.delete(context.path)
  context.status = 204
}
