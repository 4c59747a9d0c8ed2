import autoload from '@fastify/autoload'
import swagger from '@fastify/swagger'
import fastify from 'fastify'
import glue from 'fastify-openapi-glue'
import * as provider from 'fastify-type-provider-zod'
import { z } from 'zod'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios({ fastify, autoload, swagger, glue, provider, z })
