import * as graphqlJs from 'graphql'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios(graphqlJs)
