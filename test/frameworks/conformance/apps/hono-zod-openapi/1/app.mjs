import { serve } from '@hono/node-server'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios({ OpenAPIHono, createRoute, z }, serve)
