import { fastify } from 'fastify'
import { catalogue } from './catalogue.ts'

/**
 * Fastify answers HEAD for every GET route, with a second route that has response serializers of
 * its own. Nobody sends HEAD here.
 */
export default async function build() {
  const app = fastify()
  await app.register(catalogue)
  return app
}
