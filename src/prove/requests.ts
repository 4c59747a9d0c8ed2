import { type Place, reply } from '../capture/ask.ts'
import { RouteheapError } from '../error.ts'
import type { RequestsCheck } from './proof.ts'

/** One request to send to the app, as text and in parts. */
export interface ProofRequest {
  readonly text: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export interface Answer {
  readonly status: number
  readonly headers: string
  readonly body: string
}

/** Headers that say when and over which connection, not what. */
const passing = new Set(['date', 'connection', 'keep-alive', 'x-request-id', 'request-id', 'age'])
const answerMs = 10_000

/** Reads `GET /users`, or `POST /users {"name":"a"}`: what follows the path is sent as a JSON body. */
export function readRequest(text: string): ProofRequest {
  const [, method, path, body] = /^([A-Za-z]+)\s+(\/\S*)(?:\s+(\S[\s\S]*))?$/.exec(text.trim()) ?? []
  if (method === undefined)
    throw new RouteheapError('wrong-usage', {
      problem: `No request: ${text}`,
      hint: 'A request is a method, a path and perhaps a JSON body: --request \'POST /users {"name":"a"}\'',
    })
  return { text: text.trim(), method: method.toUpperCase(), path, headers: {}, body: body ?? null }
}

/** Sends them one after the other. A request without an answer gives the reason. */
export async function answersTo(place: Place | null, requests: readonly ProofRequest[]): Promise<(Answer | string)[]> {
  if (place === null) return requests.map(() => 'no server listens')
  const answers: (Answer | string)[] = []
  for (const request of requests) answers.push(await answerTo(place, request))
  return answers
}

async function answerTo(place: Place, { method, path, headers: given, body: sent }: ProofRequest) {
  const ofBody = sent === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }
  // The port of a boot is its own.
  const portless = (text: string) => ('port' in place.at ? text.replaceAll(`:${place.at.port}`, ':PORT') : text)
  try {
    const question = { method, path, headers: { ...given, ...ofBody }, body: sent }
    const { status, headers, body } = await reply(place, question, answerMs)
    return { status, headers: portless(headerText(headers)), body: portless(body.toString('latin1')) }
  } catch (error) {
    return (error as Error).message
  }
}

function headerText(raw: readonly string[]): string {
  const lines: string[] = []
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i].toLowerCase()
    if (!passing.has(name)) lines.push(`${name}: ${raw[i + 1]}`)
  }
  return lines.join('\n')
}

type Answers = readonly (Answer | string)[]

/** The answers of all boots without remedies against those of all boots with them. */
export function compareAnswers(
  requests: readonly ProofRequest[],
  before: readonly Answers[],
  after: readonly Answers[],
): RequestsCheck {
  const different: RequestsCheck['different'][number][] = []
  const varying: string[] = []
  const unanswered: RequestsCheck['unanswered'][number][] = []
  requests.forEach(({ text }, i) => {
    const [first, ...others] = before.map((answers) => answers[i])
    if (typeof first === 'string' && [...before, ...after].every((answers) => typeof answers[i] === 'string')) {
      unanswered.push({ request: text, reason: first })
      return
    }
    if (others.some((answer) => difference(text, first, answer) !== null)) {
      varying.push(text)
      return
    }
    const found = after.map((answers) => difference(text, first, answers[i])).find((one) => one !== null)
    if (found != null) different.push(found)
  })
  const compared = requests.length - varying.length - unanswered.length
  const equal = compared === 0 ? null : different.length === 0
  return { equal, sent: requests.length, different, varying, unanswered }
}

/** Texts of answers do not enter the document, but for a status or a reason; of the rest it says how long they are. */
function difference(
  request: string,
  before: Answer | string,
  after: Answer | string,
): RequestsCheck['different'][number] | null {
  if (typeof before === 'string' || typeof after === 'string') {
    if (typeof before === typeof after) return null
    const words = (answer: Answer | string) => (typeof answer === 'string' ? answer : `status ${answer.status}`)
    return { request, what: 'failed', before: words(before), after: words(after) }
  }
  if (before.status !== after.status)
    return { request, what: 'status', before: `${before.status}`, after: `${after.status}` }
  for (const what of ['headers', 'body'] as const)
    if (before[what] !== after[what])
      return { request, what, before: `${before[what].length} B`, after: `${after[what].length} B` }
  return null
}
