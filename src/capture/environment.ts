import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { parseEnv } from 'node:util'
import { RouteheapError } from '../error.ts'

/** The variables of an env file, as `node --env-file` reads them. No process can be given one with a NUL byte in it. */
export function readEnvFile(path: string): Record<string, string> {
  const variables = parsed(path)
  const broken = Object.entries(variables).find((variable) => variable.join('').includes('\0'))
  if (broken === undefined) return variables
  const reason = `a NUL byte is in ${broken[0].replaceAll('\0', '')}, which must be text`
  throw new RouteheapError('env-file-missing', { path, reason })
}

function parsed(path: string): Record<string, string> {
  try {
    return parseEnv(readFileSync(path, 'utf8')) as Record<string, string>
  } catch (error) {
    throw new RouteheapError('env-file-missing', { path, reason: (error as Error).message })
  }
}

/** A port of 127.0.0.1 that is free now. Throws where the wanted one is taken. */
export async function freePort(wanted: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new RouteheapError('port-in-use', { port: wanted, reason: error.message })),
    )
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : wanted))
    })
  })
}
