import { fastify } from 'fastify'
import { actions, models, problem } from './models.ts'

/**
 * An API whose routes refer to shared models. `{ $ref }` looks as if the model were compiled once, but Ajv knows schemas by
 * object and puts the model's code in place, and Fastify compiles every answer for itself: each of the 80 routes gets a whole
 * validator and two serializers of its own.
 */
export function build() {
  const app = fastify()
  for (const model of [...models, problem]) app.addSchema(model)

  for (const { $id } of models) {
    for (const action of actions) {
      const schema = {
        body: { $ref: `${$id}#` },
        response: { 200: { $ref: `${$id}#` }, '4xx': { $ref: 'problem#' } },
      }
      app.post(`/${$id}s/${action}`, { schema }, async (request) => request.body)
    }
  }
  return app
}
