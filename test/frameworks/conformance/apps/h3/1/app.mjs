import * as h3 from 'h3'
import { scenarios } from '../stackScenarios.mjs'

export const { framework, probe, everything, clean } = scenarios(h3)
