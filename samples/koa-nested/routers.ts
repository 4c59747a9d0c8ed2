import Router from '@koa/router'
import { areas, list, read, remove, write } from './resources.ts'

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
    .get('/:id/history', read)
    .post('/:id/restore', write)
}

/** Leaf routers go into an area, areas go into the API. Koa's router copies every route each time. */
export function areaRouter(area: string, leaves: readonly Router[]) {
  const router = new Router({ prefix: `/${area}` })
  for (const leaf of leaves) router.use(leaf.routes())
  return router
}

export function apiRouter(nested: readonly Router[]) {
  const router = new Router({ prefix: '/api' })
  for (const area of nested) router.use(area.routes())
  return router
}

export const areaNames = Object.keys(areas)
export const resourcesOf = (area: string) => areas[area] ?? []
