/** The models of the API, each once. Routes refer to them by `$id`. */
const address = {
  type: 'object',
  required: ['street', 'city', 'country'],
  properties: {
    street: { type: 'string', maxLength: 200 },
    city: { type: 'string', maxLength: 100 },
    zip: { type: 'string', pattern: '^[0-9A-Z -]{3,10}$' },
    country: { type: 'string', pattern: '^[A-Z]{2}$' },
  },
}

function model(name: string, extra: Record<string, unknown>) {
  return {
    $id: name,
    type: 'object',
    required: ['name', 'owner'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 120 },
      owner: { type: 'integer', minimum: 1 },
      status: { enum: ['draft', 'open', 'closed'] },
      labels: { type: 'array', maxItems: 30, items: { type: 'string', maxLength: 40 } },
      address,
      ...extra,
    },
  }
}

export const models = [
  model('customer', { email: { type: 'string', pattern: '^[^@]+@[^@]+$' }, vat: { type: 'string', maxLength: 20 } }),
  model('order', { total: { type: 'number', minimum: 0 }, currency: { enum: ['EUR', 'USD', 'GBP'] } }),
  model('invoice', { due: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }, paid: { type: 'boolean' } }),
  model('shipment', { weight: { type: 'number', minimum: 0 }, carrier: { type: 'string', maxLength: 60 } }),
]

/** What can be posted to one of them; every action takes the whole model. */
export const actions = [
  'create',
  'replace',
  'validate',
  'preview',
  'import',
  'restore',
  'share',
  'archive',
  'price',
  'approve',
  'reject',
  'translate',
  'print',
  'compare',
  'merge',
  'publish',
  'withdraw',
  'duplicate',
  'sign',
  'notify',
] as const
