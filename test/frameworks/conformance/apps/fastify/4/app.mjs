import fastify from 'fastify'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios(fastify)
