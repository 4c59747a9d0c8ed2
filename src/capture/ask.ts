import type { ClientHttp2Session, IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2'
import type { ReceivedEvent } from './inside/event.ts'

/** Where a server takes requests, and what it speaks. */
export interface Place {
  readonly at: { readonly host: string; readonly port: number } | { readonly socketPath: string }
  readonly secure: boolean
  readonly http2: boolean
}

export interface Question {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string | number>>
  readonly body?: string | null
}

export interface Reply {
  readonly status: number
  /** Names and values in turn, as they came. */
  readonly headers: readonly string[]
  readonly body: Buffer
}

export type ServerEvent = Extract<ReceivedEvent, { type: 'listening' | 'socket' }>

/** The server of an event. All that listens is on loopback. */
export function placeOf(event: ServerEvent): Place {
  const { secure, http2 } = event
  const at = event.type === 'socket' ? { socketPath: event.path } : { host: '127.0.0.1', port: event.port }
  return { at, secure, http2 }
}

export const plainPlace = (port: number): Place => ({ at: { host: '127.0.0.1', port }, secure: false, http2: false })

/** Sends one request over a connection of its own, and reads the reply to its end. Throws where none comes in time. */
export function reply(place: Place, question: Question, timeoutMs: number): Promise<Reply> {
  return place.http2 ? replyOverHttp2(place, question, timeoutMs) : replyOverHttp1(place, question, timeoutMs)
}

// Few ask, and each of these modules takes some ms of every start to load.
const builtin = process.getBuiltinModule

/** Certificates are made out to names, and this is loopback. */
const trusting = { rejectUnauthorized: false, servername: 'localhost' }

function replyOverHttp1(place: Place, question: Question, timeoutMs: number): Promise<Reply> {
  const { method, path, headers = {}, body = null } = question
  return new Promise((resolve, reject) => {
    const options = { ...place.at, method, path, headers, agent: false }
    const request = place.secure
      ? builtin('node:https').request({ ...options, ...trusting })
      : builtin('node:http').request(options)
    const timer = setTimeout(() => request.destroy(late(timeoutMs)), timeoutMs)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.rawHeaders, body: Buffer.concat(chunks) }),
      )
    })
    request.on('error', reject)
    request.on('close', () => clearTimeout(timer))
    request.end(body ?? undefined)
  })
}

function replyOverHttp2(place: Place, question: Question, timeoutMs: number): Promise<Reply> {
  const { method, path, headers = {}, body = null } = question
  const session = connected(place)
  const timer = setTimeout(() => session.destroy(late(timeoutMs)), timeoutMs)
  const answered = new Promise<Reply>((resolve, reject) => {
    session.on('error', reject)
    const request = session.request({ ...headers, ':method': method, ':path': path }, { endStream: body === null })
    const chunks: Buffer[] = []
    let status = 0
    let received: string[] = []
    request.on('response', (given) => {
      status = given[':status'] ?? 0
      received = inTurn(given)
    })
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', reject)
    request.on('end', () => resolve({ status, headers: received, body: Buffer.concat(chunks) }))
    request.on('close', () => reject(new Error('the stream was closed')))
    if (body !== null) request.end(body)
  })
  return answered.finally(() => {
    clearTimeout(timer)
    session.destroy()
  })
}

function connected({ at, secure }: Place): ClientHttp2Session {
  const to = 'socketPath' in at ? { path: at.socketPath } : at
  const authority = 'socketPath' in at ? 'localhost' : `${at.host}:${at.port}`
  return builtin('node:http2').connect(`${secure ? 'https' : 'http'}://${authority}`, {
    createConnection: () =>
      secure
        ? builtin('node:tls').connect({ ...to, ...trusting, ALPNProtocols: ['h2'] })
        : builtin('node:net').connect(to),
  })
}

/** Headers of HTTP/2 as names and values in turn. Those with a colon are none of the app's. */
const inTurn = (headers: IncomingHttpHeaders & IncomingHttpStatusHeader): string[] =>
  Object.entries(headers)
    .filter(([name]) => !name.startsWith(':'))
    .flatMap(([name, value]) => [value ?? []].flat().flatMap((one) => [name, one]))

const late = (timeoutMs: number) => new Error(`no answer in ${timeoutMs} ms`)
