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
      status: { type: 'string', enum: ['draft', 'open', 'closed'] },
      labels: { type: 'array', maxItems: 30, items: { type: 'string', maxLength: 40 } },
      note: { type: 'string', maxLength: 4000 },
      archived: { type: 'boolean' },
      address,
      ...extra,
    },
  }
}

const date = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }
const phone = { type: 'string', pattern: '^[+0-9 -]{5,20}$' }
const amount = { type: 'number', minimum: 0 }
const currency = { type: 'string', enum: ['EUR', 'USD', 'GBP'] }

/** A list of parts of a document, every property of a part required. */
const list = (properties: Record<string, unknown>) => ({
  type: 'array',
  maxItems: 100,
  items: { type: 'object', required: Object.keys(properties), properties },
})

const lines = list({ sku: { type: 'string', maxLength: 40 }, quantity: { type: 'integer', minimum: 1 }, price: amount })

export const models = [
  model('customer', { vat: { type: 'string', maxLength: 20 }, contacts: list({ email: { type: 'string' }, phone }) }),
  model('order', { total: amount, currency, placed: date, lines }),
  model('invoice', { total: amount, currency, due: date, paid: { type: 'boolean' }, lines }),
  model('shipment', { sent: date, parcels: list({ weight: amount, carrier: { type: 'string', maxLength: 60 } }) }),
]

/** What an answer says that is no success. */
export const problem = {
  $id: 'problem',
  type: 'object',
  required: ['statusCode', 'error', 'message'],
  properties: {
    statusCode: { type: 'integer' },
    code: { type: 'string' },
    error: { type: 'string' },
    message: { type: 'string' },
  },
}

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
