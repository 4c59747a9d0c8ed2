import Koa from 'koa'
import Router from 'koa-router'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios(Koa, Router, {
  wildcard: '*rest',
  allowedMethodsHolds: false,
})
