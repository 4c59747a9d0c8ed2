import Koa from 'koa'
import { around, newRouter, resourceNames, resourceRouter, tenantNames } from './routers.ts'

/** The same routes. The layers of a tenant are put together in a function, and go when it returns. */
function tenantRouter(name: string) {
  const area = around('/areas/:area', resourceNames.map(resourceRouter))
  const owner = around(`/${name}`, [around('/books/:book', [area])])
  return around('/v1', [owner])
}

function build() {
  const router = newRouter('/api')
  for (const name of tenantNames) router.use(tenantRouter(name).routes())
  return router
}

export const api = build()

const app = new Koa()
app.use(api.routes())

export default app
