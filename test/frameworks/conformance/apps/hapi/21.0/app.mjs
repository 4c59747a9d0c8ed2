import hapi from '@hapi/hapi'
import { scenarios } from '../scenarios.mjs'

export const { framework, nodes, everything, clean } = scenarios({ hapi })
