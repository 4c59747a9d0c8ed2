import { fastify } from 'fastify'
import { sharedCompilers } from 'routeheap/fastify'
import { actions, models, problem } from './models.ts'

/**
 * The same API. One schema object a model, passed to all of its routes: Ajv meets it again and compiles it once. Answers are
 * compiled once for each model with shared compilers.
 */
export function build() {
  const app = fastify(sharedCompilers())
  for (const model of [...models, problem]) app.addSchema(model)

  for (const { $id } of models) {
    const model = { $ref: `${$id}#` }
    const schema = { body: model, response: { 200: model, '4xx': { $ref: 'problem#' } } }
    for (const action of actions) app.post(`/${$id}s/${action}`, { schema }, async (request) => request.body)
  }
  return app
}
