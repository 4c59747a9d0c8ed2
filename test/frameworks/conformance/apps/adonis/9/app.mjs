import { AppFactory } from '@adonisjs/application/factories'
import { ServerFactory } from '@adonisjs/http-server/factories'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios({ AppFactory, ServerFactory })
