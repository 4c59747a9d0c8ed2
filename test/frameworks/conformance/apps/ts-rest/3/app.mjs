import { initContract } from '@ts-rest/core'
import { createExpressEndpoints, initServer } from '@ts-rest/express'
import express from 'express'
import { z } from 'zod'
import { scenarios } from '../scenarios.mjs'

export const { framework, probe, everything, clean } = scenarios({
  createExpressEndpoints,
  express,
  initContract,
  initServer,
  z,
})
