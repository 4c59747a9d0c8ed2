import Koa from 'koa'
import createRouter from 'koa-joi-router'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios(Koa, createRouter)
