import { fileURLToPath } from 'node:url'
import { openChannel } from './channel.ts'
import { type InsideConfig, readConfig } from './config.ts'
import { type ModuleHooks, withReport } from './moduleLoads.ts'
import { probedFiles } from './packages.ts'
import type { Probe } from './probe.ts'
import { type CompiledFiles, compiledFiles, typescriptHooks } from './typescript.ts'

/** The hooks for the thread of the loader, where Node has one. */
export function loaderHooks(folder: string, probes: readonly Probe[]): ModuleHooks {
  const config = readConfig(folder)
  return hooksOf(
    config,
    config.typescript === null ? null : compiledFiles(config.typescript, openChannel(folder)),
    probes,
  )
}

/** Reports the files that probes want to see, and hands out what was compiled. */
export function hooksOf(config: InsideConfig, compiled: CompiledFiles | null, probes: readonly Probe[]): ModuleHooks {
  const probed = probedFiles(probes)
  const typescript = compiled === null ? null : typescriptHooks(config.typescript!, compiled, config.entry)
  return {
    ...(typescript === null ? {} : { resolve: typescript.resolve }),
    load(url, context, next) {
      if (
        url.startsWith('file:') &&
        context.conditions?.includes('require') !== true &&
        probed(fileURLToPath(url)).length > 0
      )
        return reported(url, next(url, context))
      return typescript === null ? next(url, context) : typescript.load(url, context, next)
    },
  }
}

interface Loaded {
  format?: string
  source?: unknown
}

function reported(url: string, loaded: Loaded | Promise<Loaded>): unknown {
  if (loaded instanceof Promise) return loaded.then((result) => reported(url, result))
  if (loaded.format !== 'module' || loaded.source == null) return loaded
  const source =
    typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source as Uint8Array)
  return { ...loaded, source: withReport(url, source) }
}
