import type { FastifyReply, FastifyRequest } from 'fastify'

/** A kind of thing that the shop sells. */
export interface Kind {
  readonly plural: string
  readonly code: string
  readonly maxPrice: number
}

export const kinds: readonly Kind[] = [
  { plural: 'books', code: 'BK', maxPrice: 500 },
  { plural: 'records', code: 'RC', maxPrice: 900 },
  { plural: 'films', code: 'FM', maxPrice: 300 },
  { plural: 'games', code: 'GM', maxPrice: 250 },
  { plural: 'toys', code: 'TY', maxPrice: 400 },
  { plural: 'lamps', code: 'LP', maxPrice: 3000 },
  { plural: 'chairs', code: 'CH', maxPrice: 8000 },
  { plural: 'desks', code: 'DK', maxPrice: 9000 },
  { plural: 'plants', code: 'PL', maxPrice: 700 },
  { plural: 'bicycles', code: 'BC', maxPrice: 12000 },
  { plural: 'carpets', code: 'CP', maxPrice: 6000 },
  { plural: 'clocks', code: 'CL', maxPrice: 2500 },
  { plural: 'mirrors', code: 'MR', maxPrice: 1500 },
  { plural: 'knives', code: 'KN', maxPrice: 350 },
  { plural: 'pans', code: 'PN', maxPrice: 450 },
  { plural: 'tents', code: 'TN', maxPrice: 1100 },
  { plural: 'skis', code: 'SK', maxPrice: 1600 },
  { plural: 'boots', code: 'BT', maxPrice: 650 },
  { plural: 'coats', code: 'CT', maxPrice: 950 },
  { plural: 'watches', code: 'WT', maxPrice: 15000 },
]

interface Item {
  price: number
  currency: string
}

interface Call {
  Params: { id: number }
  Querystring: { limit: number; offset: number }
  Body: Item
}

/** The handlers for one kind, over a Map. */
export function shelf(kind: Kind) {
  const items = new Map<number, Item>()
  let last = 0

  return {
    async create(request: FastifyRequest<Call>, reply: FastifyReply) {
      items.set(++last, request.body)
      return reply.code(201).send({ id: last, kind: kind.plural })
    },
    async list(request: FastifyRequest<Call>) {
      const { limit, offset } = request.query
      return [...items.values()].slice(offset, offset + limit)
    },
    async read(request: FastifyRequest<Call>, reply: FastifyReply) {
      return items.get(request.params.id) ?? reply.code(404).send()
    },
    async replace(request: FastifyRequest<Call>, reply: FastifyReply) {
      const item = items.get(Number(request.params.id))
      if (item === undefined) return reply.code(404).send()
      return Object.assign(item, request.body)
    },
    async remove(request: FastifyRequest<Call>, reply: FastifyReply) {
      items.delete(Number(request.params.id))
      return reply.code(204).send()
    },
  }
}
