import Koa from 'koa'
import { around, resourceNames, resourceRouter, tenantNames } from './routers.ts'

/**
 * Eleven thousand routes, put together in six layers. Every layer is exported, so that the originals of the layers
 * below stay in memory: five dead routes for each one that answers, 50 MB in all.
 */
export const leaves = tenantNames.map(() => resourceNames.map(resourceRouter))
export const areas = leaves.map((routers) => around('/areas/:area', routers))
export const books = areas.map((router) => around('/books/:book', [router]))
export const owners = books.map((router, index) => around(`/${tenantNames[index]}`, [router]))
export const versions = owners.map((router) => around('/v1', [router]))
export const api = around('/api', versions)

const app = new Koa()
app.use(api.routes())

export default app
