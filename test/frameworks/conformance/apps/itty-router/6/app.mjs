import * as itty from 'itty-router'
import { scenarios } from '../scenarios.mjs'

export const { framework, probe, everything, clean } = scenarios(itty)
