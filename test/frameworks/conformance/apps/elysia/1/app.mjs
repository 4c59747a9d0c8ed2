import { node } from '@elysiajs/node'
import { Elysia, t } from 'elysia'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios({ Elysia, t, node })
