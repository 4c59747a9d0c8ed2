import Koa from 'koa'
import { apiRouter, areaNames, areaRouter, resourceRouter, resourcesOf } from './routers.ts'

/** The same routes. The routers below the API are built in a function, so that they go when it returns. */
function build() {
  return apiRouter(areaNames.map((area) => areaRouter(area, resourcesOf(area).map(resourceRouter))))
}

export const api = build()

const app = new Koa()
app.use(api.routes())

export default app
