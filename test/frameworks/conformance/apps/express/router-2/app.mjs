import Router from 'router'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios({ create: Router, Router, wildcard: '/files/*path' })
