import type { RouterContext } from '@koa/router'

/** What each tenant has: the resources of the business, generated from a model in real life. */
export const resources: readonly string[] = [
  'accounts',
  'orders',
  'invoices',
  'payments',
  'shipments',
  'stocks',
  'suppliers',
  'returns',
].flatMap((name) => [name, `${name}-drafts`, `${name}-archive`, `${name}-imports`, `${name}-exports`])

export const tenants: readonly string[] = Array.from({ length: 28 }, (_, index) => `tenant-${index + 1}`)

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
