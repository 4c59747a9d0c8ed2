import type { FastifyReply, FastifyRequest } from 'fastify'

/** A kind of thing that the shop sells. */
export interface Kind {
  readonly plural: string
  readonly code: string
  readonly maxPrice: number
  /** What only this kind has: property by property, what it may be. */
  readonly details: Readonly<Record<string, { readonly type: string; readonly [rule: string]: unknown }>>
}

const text = { type: 'string', maxLength: 80 }
const count = { type: 'integer', minimum: 1 }
const size = { type: 'number', minimum: 0 }

export const kinds: readonly Kind[] = [
  { plural: 'books', code: 'BK', maxPrice: 500, details: { author: text, publisher: text, pages: count } },
  { plural: 'records', code: 'RC', maxPrice: 900, details: { artist: text, label: text, discs: count, speed: count } },
  { plural: 'films', code: 'FM', maxPrice: 300, details: { director: text, minutes: count, age: count } },
  { plural: 'games', code: 'GM', maxPrice: 250, details: { players: count, age: count, minutes: count } },
  { plural: 'lamps', code: 'LP', maxPrice: 3000, details: { socket: text, watts: size, height: size } },
  { plural: 'chairs', code: 'CH', maxPrice: 8000, details: { wood: text, cover: text, seatHeight: size, load: size } },
  { plural: 'desks', code: 'DK', maxPrice: 9000, details: { wood: text, width: size, depth: size, drawers: count } },
  { plural: 'plants', code: 'PL', maxPrice: 700, details: { species: text, height: size, potWidth: size } },
  { plural: 'bicycles', code: 'BC', maxPrice: 12000, details: { frame: text, gears: count, wheelSize: size } },
  { plural: 'carpets', code: 'CP', maxPrice: 6000, details: { fibre: text, width: size, length: size, knots: count } },
  { plural: 'clocks', code: 'CL', maxPrice: 2500, details: { movement: text, diameter: size, days: count } },
  { plural: 'tents', code: 'TN', maxPrice: 1100, details: { fabric: text, sleeps: count, waterColumn: size } },
]

interface Item {
  readonly id: number
  readonly kind: string
  readonly name: string
  readonly price: number
  readonly currency: string
  readonly createdAt: string
}

interface Call {
  Params: { id: number }
  Querystring: { name?: string; minPrice?: number; maxPrice?: number; limit: number; offset: number }
  Body: Omit<Item, 'id' | 'kind' | 'createdAt'>
}

const missing = { type: 'about:blank', title: 'Not Found', status: 404 }

/** The handlers for one kind, over a Map. */
export function shelf({ plural: kind }: Kind) {
  const items = new Map<number, Item>()
  let last = 0

  return {
    async create({ body }: FastifyRequest<Call>, reply: FastifyReply) {
      const item = { ...body, id: ++last, kind, createdAt: new Date().toISOString() }
      items.set(item.id, item)
      return reply.code(201).send(item)
    },
    async list({ query }: FastifyRequest<Call>) {
      const { name = '', minPrice = 0, maxPrice = Number.POSITIVE_INFINITY, limit, offset } = query
      const found = [...items.values()].filter(
        (item) => item.name.includes(name) && item.price >= minPrice && item.price <= maxPrice,
      )
      return { total: found.length, items: found.slice(offset, offset + limit) }
    },
    async read({ params }: FastifyRequest<Call>, reply: FastifyReply) {
      return items.get(params.id) ?? reply.code(404).send(missing)
    },
    async change({ params, body }: FastifyRequest<Call>, reply: FastifyReply) {
      const item = items.get(params.id)
      if (item === undefined) return reply.code(404).send(missing)
      const changed = { ...item, ...body }
      items.set(item.id, changed)
      return changed
    },
    async remove({ params }: FastifyRequest<Call>, reply: FastifyReply) {
      return items.delete(params.id) ? reply.code(204).send() : reply.code(404).send(missing)
    },
  }
}
