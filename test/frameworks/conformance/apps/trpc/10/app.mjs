import { initTRPC } from '@trpc/server'
import { createHTTPServer } from '@trpc/server/adapters/standalone'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios({ initTRPC, createHTTPServer, holdsNested: true })
