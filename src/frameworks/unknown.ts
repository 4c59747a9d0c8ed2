import type { Probe } from '../capture/inside/probe.ts'

/** The file that a package begins with, wherever it was built to. */
const begins = /^(?:[\w-]+\/)*?(?:index|main)\.[cm]?js$/

/** Frameworks of which nobody here knows the routers, some served beside or inside of one that is known. Clients load none of these, but for that of `fets`, which is in its one file. */
const modules: readonly (readonly [module: string, files?: RegExp])[] = [
  ['@connectrpc/connect-express'],
  ['@hattip/router'],
  ['@loopback/rest'],
  ['@marblejs/http'],
  ['@orpc/server'],
  ['@react-router/express'],
  ['@remix-run/express'],
  ['@remix-run/fetch-router'],
  ['@tinyhttp/app'],
  ['0http'],
  ['actionhero'],
  ['fets'],
  ['hyper-express'],
  ['lambda-api'],
  ['loopback'],
  ['micri'],
  ['moleculer-web'],
  ['next', /^dist\/server\/next\.js$/],
  ['openapi-backend'],
  ['restana'],
  ['total4'],
  ['ultimate-express'],
  ['uWebSockets.js', /^uws\.js$/],
]

/** They say that such a framework was loaded, and nothing of its routes. */
export const unknownProbes: readonly Probe[] = modules.map(([module, files = begins]) => ({
  module,
  versions: '*',
  unknown: true,
  files,
  attach: () => undefined,
}))
