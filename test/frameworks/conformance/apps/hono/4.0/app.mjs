import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios(Hono, serve)
