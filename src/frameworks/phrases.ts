import type { Phrases } from '../recognise/phrases.ts'
import { phrases as fastify } from './fastify/phrases.ts'
import { phrases as hono } from './hono/phrases.ts'
import { phrases as koaRouter } from './koa-router/phrases.ts'

/** Phrases by the framework's name as its marks give it. */
export const frameworkPhrases: Readonly<Record<string, Phrases>> = { fastify, hono, 'koa-router': koaRouter }
