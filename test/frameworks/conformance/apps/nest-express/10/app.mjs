import 'reflect-metadata'
import * as common from '@nestjs/common'
import * as core from '@nestjs/core'
import * as adapter from '@nestjs/platform-express'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios(common, core, adapter, '*')
