import polka from 'polka'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios(polka)
