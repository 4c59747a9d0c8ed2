import { Hono } from 'hono'
import { subApps } from './books.ts'

/**
 * Sub-apps at module scope. `app.route` writes their routes down a second time; the originals stay, with a router each
 * that never sees a request.
 */
export const mounted = subApps()

const app = new Hono()
for (const sub of mounted) app.route(sub.path, sub.app)

export default app
