import hapi from '@hapi/hapi'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios({ hapi })
