import { Hono } from 'hono'
import { subApps } from './books.ts'

/** The same routes. The sub-apps are locals of a function, so that they go when it returns. */
function build() {
  const app = new Hono()
  for (const sub of subApps()) app.route(sub.path, sub.app)
  return app
}

export default build()
