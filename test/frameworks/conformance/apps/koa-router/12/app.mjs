import Router from '@koa/router'
import Koa from 'koa'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios(Koa, Router, {
  wildcard: '(.*)',
  allowedMethodsHolds: false,
})
