import Router from '@koa/router'
import Koa from 'koa'

// 30 routers at module scope, each mounted once: 600 layers that nothing dispatches to any more, and what the routers
// were given with them, 0.8 MB each.
export const routers = []
const all = new Router()
for (let i = 0; i < 30; i++) {
  const router = new Router({ notes: Array.from({ length: 20_000 }, (_, j) => ({ i, j })) })
  for (let j = 0; j < 20; j++) router.get(`/things-${i}/${j}/:id`, (context) => (context.body = 'a thing'))
  all.use(router.routes())
  routers.push(router)
}

const app = new Koa()
app.use(all.routes())
export default app
