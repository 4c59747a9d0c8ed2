import { RouteheapError } from '../error.ts'
import type { Output } from './host.ts'

/**
 * Writes and waits until the text is out of our hands, so that the process may end. A reader that has gone (`| head`)
 * is no error; a disk that is full is one.
 */
export function write(output: Output, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      const code = (error as NodeJS.ErrnoException | null | undefined)?.code
      if (error === null || error === undefined || isReaderGone(code)) resolve()
      else reject(new RouteheapError('output-failed', { reason: error.message }, { cause: error }))
    })
  })
}

const isReaderGone = (code: string | undefined) => code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED'
