import express from 'express'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios({
  create: express,
  Router: express.Router,
  wildcard: '/files/*',
})
