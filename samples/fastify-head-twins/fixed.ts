import { fastify } from 'fastify'
import { catalogue } from './catalogue.ts'

/** The same catalogue without the HEAD routes. */
export default async function build() {
  const app = fastify({ exposeHeadRoutes: false })
  await app.register(catalogue)
  return app
}
