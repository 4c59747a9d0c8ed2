import * as h3 from 'h3'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios(h3)
