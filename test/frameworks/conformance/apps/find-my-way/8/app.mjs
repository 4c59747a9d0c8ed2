import findMyWay from 'find-my-way'
import { scenarios } from '../scenarios.mjs'

export const { framework, probe, everything, clean } = scenarios(findMyWay)
