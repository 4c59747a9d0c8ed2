/** Sends one GET to each path, one after the other, and reads the answers. Says which ones did not go well. */
export async function warmUp(port: number, paths: readonly string[], timeoutMs: number): Promise<string[]> {
  // Few ask, and it takes 3 ms of every start to load.
  const { get } = process.getBuiltinModule('node:http')
  const remarks: string[] = []
  for (const path of paths) {
    const outcome = await new Promise<string | null>((resolve) => {
      const request = get({ host: '127.0.0.1', port, path, agent: false, timeout: timeoutMs }, (response) => {
        response.on('data', () => undefined)
        response.on('close', () =>
          resolve((response.statusCode ?? 0) >= 400 ? `GET ${path} answered ${response.statusCode}` : null),
        )
      })
      request.on('timeout', () => request.destroy(new Error(`no answer in ${timeoutMs} ms`)))
      request.on('error', (error) => resolve(`GET ${path} failed: ${error.message}`))
    })
    if (outcome !== null) remarks.push(outcome)
  }
  return remarks
}
