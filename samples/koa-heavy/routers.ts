import Router from '@koa/router'
import { list, read, remove, resources, tenants, write } from './resources.ts'

/** The routes of one resource. */
export function resourceRouter(name: string) {
  return new Router({ prefix: `/${name}` })
    .get('/', list)
    .post('/', write)
    .get('/count', list)
    .post('/filter', list)
    .get('/:id', read)
    .put('/:id', write)
    .patch('/:id', write)
    .delete('/:id', remove)
    .get('/:id/history/:version', read)
    .post('/:id/restore/:version', write)
}

export const newRouter = (prefix: string) => new Router({ prefix })

/** A router around others. Koa's router copies all of their routes, however deep they lie already. */
export function around(prefix: string, inner: readonly Router[]) {
  const router = newRouter(prefix)
  for (const each of inner) router.use(each.routes())
  return router
}

export const tenantNames = tenants
export const resourceNames = resources
