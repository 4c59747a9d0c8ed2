import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

type Fetch = (request: Request) => Response | Promise<Response>

/** Any of the things an app can be. What it has decides how it is served. */
interface Served {
  listen?: (...args: unknown[]) => unknown
  ready?: () => Promise<unknown>
  callback?: () => RequestListener
  start?: () => Promise<unknown>
  inject?: unknown
  getHttpAdapter?: unknown
  fetch?: Fetch
}

/**
 * Makes an app listen on a free port of 127.0.0.1, in its own way where it has one. Resolves when it was asked to; that
 * it listens is seen by the watch on servers. `calling` is told of a call whose arguments may be others to this app.
 */
export async function serve(app: object, calling: (call: string) => void): Promise<void> {
  const served = app as Served
  // Fastify takes an object; Koa, Express, Nest, h3 and http.Server take the port.
  if (typeof served.listen === 'function' && typeof served.ready === 'function' && served.inject !== undefined)
    await served.listen({ port: 0, host: '127.0.0.1' })
  else if (typeof served.fetch === 'function') listenOn(fetchListener(served as { fetch: Fetch }))
  else if (typeof served.listen === 'function') {
    calling("listen(0, '127.0.0.1')")
    await served.listen(0, '127.0.0.1')
  } else if (typeof served.callback === 'function') listenOn(served.callback())
  else if (typeof served.start === 'function') await served.start()
  else listenOn(app as RequestListener)
}

function listenOn(listener: RequestListener): void {
  http.createServer(listener).listen(0, '127.0.0.1')
}

/** Holds the app in the scope of this call, not of a module: what the server can dispatch to is found through it. */
function fetchListener(app: { fetch: Fetch }): RequestListener {
  return (incoming, outgoing) => {
    Promise.resolve(app.fetch(requestOf(incoming)))
      .then((response) => answer(response, outgoing))
      .catch(() => {
        if (!outgoing.headersSent) outgoing.writeHead(500)
        outgoing.end()
      })
  }
}

function requestOf(incoming: IncomingMessage): Request {
  const headers = new Headers()
  for (let i = 0; i < incoming.rawHeaders.length; i += 2)
    headers.append(incoming.rawHeaders[i], incoming.rawHeaders[i + 1])
  const method = incoming.method ?? 'GET'
  const url = `http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers })
  const body = Readable.toWeb(incoming) as unknown as ReadableStream
  return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit)
}

async function answer(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, [...response.headers].flat())
  if (response.body !== null) for await (const chunk of response.body) outgoing.write(chunk)
  outgoing.end()
}
