import { errorMonitor as emitted } from 'node:events'
import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { resolve } from 'node:path'
import type { ListeningEvent } from './event.ts'

export interface ListeningHooks {
  /** Port for the first server, 0 for any free one. */
  readonly port: number
  readonly constructing: () => void
  /** A server begins to listen. */
  readonly server?: (server: net.Server) => void
  /** The event is null for a Unix socket that takes no requests. */
  readonly failed?: (error: NodeJS.ErrnoException) => void
  readonly listening: (event: ListeningEvent | null, takesRequests: boolean) => void
}

/** Puts every TCP server of this process on 127.0.0.1, and tells when servers are made and when they listen. */
export function watchListening({ port, constructing, server, failed, listening }: ListeningHooks): void {
  const { createServer } = http
  http.createServer = function (this: unknown, ...args: unknown[]) {
    constructing()
    return Reflect.apply(createServer, this, args)
  } as typeof createServer
  syncBuiltinESMExports()

  // The types of servers know their own events only.
  const errorMonitor = emitted as unknown as 'error'
  let nextPort = port
  const { listen } = net.Server.prototype
  net.Server.prototype.listen = function (this: net.Server, ...args: unknown[]) {
    // Launchers have servers too, to talk to the processes that they start.
    if (takesRequests(this)) constructing()
    server?.(this)
    // Does not count as a listener for errors: without one of the app's the error is thrown as ever.
    const refused = (error: Error) => failed?.(error)
    this.once(errorMonitor, refused)
    this.once('listening', () => {
      this.off(errorMonitor, refused)
      listening(listeningEvent(this), takesRequests(this))
    })
    const moved = onLoopback(args, nextPort)
    if (moved !== args) nextPort = 0
    return Reflect.apply(listen, this, moved)
  } as typeof listen
}

/** A server of HTTP/2 may answer streams itself. */
const takesRequests = (server: net.Server): boolean =>
  server.listenerCount('request') > 0 || ('updateSettings' in server && server.listenerCount('stream') > 0)

function listeningEvent(server: net.Server): ListeningEvent | null {
  const address = server.address()
  // By methods: asking for the classes would load the modules into every app.
  const speaking = { secure: 'setSecureContext' in server, http2: 'updateSettings' in server }
  if (address === null) return null
  if (typeof address !== 'string') return { type: 'listening', host: address.address, port: address.port, ...speaking }
  if (!takesRequests(server)) return null
  // Names that begin with a zero are in no folder.
  return { type: 'socket', path: address.startsWith('\0') ? address : resolve(address), ...speaking }
}

/**
 * The arguments of `listen`, with the host and the port replaced. Unix sockets and inherited handles come back as they
 * are.
 */
export function onLoopback(args: unknown[], port: number): unknown[] {
  const [first] = args
  const callbacks = args.filter((argument) => typeof argument === 'function').slice(-1)
  if (typeof first === 'object' && first !== null) {
    const options = first as Record<string, unknown>
    const tcp = typeof options.port === 'number' || typeof options.port === 'string' || 'port' in options
    if (!tcp || options.path !== undefined || options.fd !== undefined) return args
    return [{ ...options, ipv6Only: false, port, host: '127.0.0.1' }, ...callbacks]
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return args
  const backlog = args.slice(1).find((argument) => typeof argument === 'number')
  return [{ port, host: '127.0.0.1', ...(backlog === undefined ? {} : { backlog }) }, ...callbacks]
}
