import * as v8 from 'node:v8'

/** Node was started with --expose-gc for us alone: the app does not see `gc`. */
export function garbageCollection(): () => void {
  const { gc } = globalThis as { gc?: () => void }
  delete (globalThis as { gc?: () => void }).gc
  v8.setFlagsFromString('--no-expose-gc')
  return () => {
    gc?.()
    gc?.()
  }
}

/**
 * Collects what V8 gives up when memory is short, as it does before it writes a snapshot: above all its cache of
 * compilations, which holds what every `new Function` was compiled to (40 to 840 B each) until then. A search for
 * objects is the one thing in all versions of Node that asks V8 for this and writes nothing; it is experimental, and its
 * warning is not the app's.
 */
export function collectAllAvailable(): void {
  const { emitWarning } = process
  process.emitWarning = () => undefined
  try {
    v8.queryObjects(class {}, { format: 'count' })
  } finally {
    process.emitWarning = emitWarning
  }
}
