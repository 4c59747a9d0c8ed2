import { initTRPC, lazy } from '@trpc/server'
import { createHTTPServer } from '@trpc/server/adapters/standalone'
import { z } from 'zod'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios({ initTRPC, createHTTPServer, lazy, z, holdsNested: false })
