import hapi from '@hapi/hapi'
import joi from 'joi'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios({ hapi, joi })
