import { readFileSync } from 'node:fs'
import { sep } from 'node:path'
import type { Probe } from './probe.ts'

/** A file of an installed package that a probe wants to see. */
export interface ProbedFile {
  readonly probe: Probe
  readonly name: string
  readonly version: string | null
}

/**
 * Finds the probe of a file by the package it is in, looking into package.json where the folder's name is near (a
 * package may be installed under another name; one whose routers are unknown is found under its own). Remembers one answer a folder, and nothing else.
 */
export function probedFiles(probes: readonly Probe[]): (file: string) => ProbedFile[] {
  const words = new Set(
    probes.flatMap(({ module, unknown }) => (unknown ? [module] : module.split(/[@/-]/).filter((word) => word !== ''))),
  )
  const near = new RegExp([...words].join('|'))
  const folders = new Map<string, { name: string; version: string | null } | null>()

  const packageOf = (folder: string) => {
    const known = folders.get(folder)
    if (known !== undefined) return known
    let found: { name: string; version: string | null } | null = null
    try {
      const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
      if (probes.some(({ module }) => module === name)) found = { name, version: version ?? null }
    } catch {}
    folders.set(folder, found)
    return found
  }

  return (file) => {
    const folder = packageFolder(file)
    if (folder === null || !near.test(folder.slice(folder.lastIndexOf('node_modules')))) return []
    const found = packageOf(folder)
    if (found === null) return []
    const inside = file.slice(folder.length + 1).replaceAll('\\', '/')
    return probes
      .filter(({ module, files }) => module === found.name && (files?.test(inside) ?? false))
      .map((probe) => ({ probe, ...found }))
  }
}

/** `/a/node_modules/@b/c` for `/a/node_modules/@b/c/lib/d.js`, or null for a file of no installed package. */
function packageFolder(file: string): string | null {
  const marker = `${sep}node_modules${sep}`
  const at = file.lastIndexOf(marker)
  if (at === -1) return null
  const start = at + marker.length
  let end = file.indexOf(sep, start)
  if (end !== -1 && file[start] === '@') end = file.indexOf(sep, end + 1)
  return end === -1 ? null : file.slice(0, end)
}
