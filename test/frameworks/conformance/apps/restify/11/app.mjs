import restify from 'restify'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios(restify)
