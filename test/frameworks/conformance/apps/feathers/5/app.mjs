import * as express from '@feathersjs/express'
import { feathers } from '@feathersjs/feathers'
import * as koa from '@feathersjs/koa'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios({ express, feathers, koa })
