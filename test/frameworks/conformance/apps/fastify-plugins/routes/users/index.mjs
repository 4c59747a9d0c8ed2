const user = { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1 } } }
const byId = { type: 'object', properties: { id: { type: 'integer', minimum: 1 } } }

export default async function users(scope) {
  scope.get('/list', async () => [])
  scope.get('/:id', { schema: { params: byId } }, async () => ({ name: 'one' }))
  scope.post('/new', { schema: { body: user } }, async () => ({}))
}
