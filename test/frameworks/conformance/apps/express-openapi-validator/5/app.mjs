import express from 'express'
import * as OpenApiValidator from 'express-openapi-validator'
import { scenarios } from '../scenarios.mjs'

export const { framework, everything, clean } = scenarios(express, OpenApiValidator)
