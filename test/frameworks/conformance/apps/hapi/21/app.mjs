import hapi from '@hapi/hapi'
import joi from 'joi'
import { scenarios } from '../scenarios.mjs'

export const { framework, nodes, everything, clean } = scenarios({ hapi, joi })
