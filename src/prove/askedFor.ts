import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Place } from '../capture/ask.ts'
import type { Measured } from '../capture/inside/measure.ts'
import { RouteheapError } from '../error.ts'
import { exampleRequests } from './openapi.ts'
import { answersTo, type ProofRequest, readRequest } from './requests.ts'
import { plainGets } from './routes.ts'

export interface AskedFor {
  /** `GET /users`, or with a JSON body after the path. */
  readonly requests?: readonly string[]
  /** Send a GET to every GET route without parameters as well. */
  readonly plainGets?: boolean
  /** An OpenAPI 3 document in JSON, whose examples are sent: a file, or the path that the app serves it at. */
  readonly openapi?: string
}

export interface Requests {
  /** Those for an app with these routes that listens there. The same ones each time, by the first time. */
  of(routes: Measured['routes'], place: Place | null): Promise<readonly ProofRequest[]>
  /** Plain remarks on what was not sent. */
  notes(): readonly string[]
}

/** What is to be sent to every boot. Throws for what can be known to be wrong before anything is booted. */
export function requestsFor({ requests = [], plainGets: wantsGets = false, openapi }: AskedFor, cwd: string): Requests {
  const given = requests.map(readRequest)
  const file = openapi === undefined ? null : resolve(cwd, openapi)
  const isServed = file !== null && !existsSync(file) && openapi?.startsWith('/') === true
  const held = file === null || isServed ? null : documentIn(openapi!, readFile(file, openapi!))
  const notes: string[] = []
  const examples = (document: unknown) => {
    const { requests, withoutExample } = exampleRequests(document)
    if (withoutExample > 0)
      notes.push(`Operations of ${openapi} that were not sent, since they lack an example: ${withoutExample}.`)
    return requests
  }
  let sent: Promise<readonly ProofRequest[]> | undefined
  return {
    of(routes, place) {
      const first = async () => {
        const document = isServed ? documentIn(openapi!, await servedText(openapi!, place)) : held
        const gets = wantsGets ? plainGets(routes) : []
        return [...given, ...(document === null ? [] : examples(document)), ...gets]
      }
      sent ??= first()
      return sent
    },
    notes: () => notes,
  }
}

function readFile(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new RouteheapError('file-not-found', { path: name }, { cause: error })
  }
}

async function servedText(path: string, place: Place | null): Promise<string> {
  const [answer] = await answersTo(place, [readRequest(`GET ${path}`)])
  if (typeof answer !== 'string' && answer.status === 200) return Buffer.from(answer.body, 'latin1').toString()
  throw noDocument(path, typeof answer === 'string' ? answer : `the app answers with status ${answer.status}`)
}

function documentIn(name: string, text: string): unknown {
  try {
    const document = JSON.parse(text) as { openapi?: unknown } | null
    if (typeof document?.openapi === 'string' && document.openapi.startsWith('3.')) return document
  } catch {
    throw noDocument(name, 'it is not JSON')
  }
  throw noDocument(name, 'it has no "openapi": "3.…"')
}

const noDocument = (name: string, reason: string) =>
  new RouteheapError('wrong-usage', {
    problem: `${name} is no OpenAPI document: ${reason}.`,
    hint: '--openapi takes a JSON file of OpenAPI 3, or the path that the app serves one at: --openapi /openapi.json',
  })
