import type { FastifyInstance } from 'fastify'

const instruments = ['barometers', 'cameras', 'engines', 'lasers', 'scales', 'turbines']
const sheets = ['datasheet', 'calibration', 'tolerances', 'history']
const quantities = ['width', 'height', 'depth', 'weight', 'power', 'voltage', 'current', 'heat', 'noise', 'pressure']
const conditions = ['idle', 'start', 'stop', 'cold', 'warm', 'hot', 'dry', 'wet', 'new', 'worn']

/** Reading routes of a catalogue of instruments. Each describes its long answer in full, with names of its own. */
export async function catalogue(app: FastifyInstance) {
  for (const instrument of instruments) {
    for (const sheet of sheets) {
      const response = { 200: sheetOf(instrument, sheet) }
      app.get(`/${instrument}/:id/${sheet}`, { schema: { response } }, async () => ({ title: sheet }))
    }
  }
}

function sheetOf(instrument: string, sheet: string) {
  const values = quantities.flatMap((quantity) =>
    conditions.map((condition) => {
      const name = `${instrument}_${sheet}_${quantity}_${condition}`
      return [name, measured(name)] as const
    }),
  )
  return { type: 'object', properties: { title: { type: 'string' }, ...Object.fromEntries(values) } }
}

const measured = (name: string) => ({
  type: 'object',
  required: ['value', 'unit'],
  properties: {
    value: { type: 'number' },
    unit: { type: 'string' },
    low: { type: 'number' },
    high: { type: 'number' },
    [`${name}_note`]: { type: 'string' },
  },
})
