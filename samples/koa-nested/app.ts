import Koa from 'koa'
import { apiRouter, areaNames, areaRouter, resourceRouter, resourcesOf } from './routers.ts'

/**
 * Routers at module scope, nested three deep. `api` answers all requests with copies of its own; the originals below it
 * stay in memory because the module exports them, and no request ever reaches them.
 */
export const leaves = areaNames.map((area) => resourcesOf(area).map(resourceRouter))
export const nested = areaNames.map((area, index) => areaRouter(area, leaves[index] ?? []))
export const api = apiRouter(nested)

const app = new Koa()
app.use(api.routes())

export default app
