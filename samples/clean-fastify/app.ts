import { fastify } from 'fastify'

const byId = { type: 'object', properties: { id: { type: 'integer', minimum: 1 } } }
const note = {
  type: 'object',
  required: ['title'],
  properties: { title: { type: 'string', maxLength: 120 }, text: { type: 'string', maxLength: 10_000 } },
}
const page = { type: 'object', properties: { limit: { type: 'integer', default: 20 }, after: { type: 'integer' } } }

/** Schemas at module scope, one router, no HEAD routes: nothing is held twice and nothing should be reported. */
const app = fastify({ exposeHeadRoutes: false })
const notes = new Map<number, unknown>()

app.get('/notes', { schema: { querystring: page } }, async () => [...notes.values()])
app.post('/notes', { schema: { body: note } }, async (request) => notes.set(notes.size + 1, request.body).size)
app.get<{ Params: { id: number } }>('/notes/:id', { schema: { params: byId } }, async (request) =>
  notes.get(request.params.id),
)
app.put<{ Params: { id: number } }>('/notes/:id', { schema: { params: byId, body: note } }, async (request) => {
  notes.set(request.params.id, request.body)
})
app.delete<{ Params: { id: number } }>('/notes/:id', { schema: { params: byId } }, async (request) => {
  notes.delete(request.params.id)
})

export default app
