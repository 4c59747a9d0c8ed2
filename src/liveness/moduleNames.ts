import type { Heap } from '../recognise/heap.ts'
import {
  cellsOfModule,
  type ExportInHeap,
  type ExportOf,
  exportsOfOtherKinds,
  fileOf,
} from '../recognise/moduleExports.ts'
import { rememberedByHeap } from '../recognise/remembered.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'

/** Names that the text of an ES module gives to what other modules know by another name. */
export interface ModuleNames {
  /** By variable, under which names the module exports it. */
  readonly exported: ReadonlyMap<string, ReadonlySet<string>>
  /** Node's own modules are left out: what these export is in no cell that has a name. */
  readonly imported: readonly Import[]
}

interface Import {
  readonly variable: string
  /** As the module exports it that it is imported from. */
  readonly name: string
  readonly from: string
}

/** Each comment ends at one place only, or a row of slashes would be tried in all ways to part it. */
const gap = String.raw`(?:\s|/\*(?:[^*]|\*(?!/))*\*/|//.*[\r\n])*`
const name = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`
const importClause = new RegExp(
  String.raw`\bimport\b${gap}(?:(${name})${gap}(?:,${gap})?)?(?:\*${gap}as\b${gap}${name}${gap})?(?:\{([^{}]*)\}${gap})?from\b${gap}(["'])([^"'\n]*)\3`,
  'gu',
)
const exportClause = /\bexport\s*\{([^{}]*)\}/g
const exportedByName = new RegExp(
  String.raw`\bexport\s+default\s+(?:async\s+)?(?:function\b\s*\*?|class\b)?\s*(${name})`,
  'gu',
)
const comment = /\/\*[\s\S]*?\*\/|\/\/.*/g

/** What stands in texts or comments of the module may be taken for such a clause too: it adds names. */
export function moduleNames(text: string): ModuleNames {
  const exported = new Map<string, Set<string>>()
  const add = (variable: string, name: string): void => {
    exported.set(variable, (exported.get(variable) ?? new Set()).add(name))
  }
  for (const [, list] of text.matchAll(exportClause)) for (const [variable, name] of pairs(list)) add(variable, name)
  for (const [, variable] of text.matchAll(exportedByName)) add(variable, 'default')
  const clauses = [...text.matchAll(importClause)].filter(([, , , , from]) => !from.startsWith('node:'))
  const imported = clauses.flatMap(([, whole, list = '', , from]) => [
    ...(whole === undefined ? [] : [{ variable: whole, name: 'default', from }]),
    ...pairs(list).map(([name, variable]) => ({ variable, name, from })),
  ])
  return { exported, imported }
}

const namesOfSource = rememberedByHeap((heap, source) => {
  const text = heap.string(source)
  return text === undefined ? undefined : moduleNames(text)
})

/** `a as b` in a list, or `a` alone. */
const pairs = (list: string): [string, string][] =>
  list
    .replace(comment, ' ')
    .split(',')
    .flatMap((part) => {
      const [first, , second = first] = part.trim().split(/\s+/)
      return first === '' ? [] : [[first, second].map(unquoted) as [string, string]]
    })

const unquoted = (name: string): string => name.replace(/^(["'])(.*)\1$/, '$2')

/** A function, and names that stand in its text. */
export interface Namer {
  readonly closure: NodeIndex
  readonly names: ReadonlySet<string>
}

/**
 * Which of the cells of a function's ES module one of its names can mean. What has no name that is known may be meant by any, and so may
 * all where the text of the module is not known.
 */
export function meantCells(heap: Heap, { closure, names }: Namer, exportOf: ExportOf): NodeIndex[] {
  const file = fileOf(heap, closure)
  const cells = file === undefined ? [] : cellsOfModule(heap, file)
  if (file === undefined || cells.length === 0) return []
  const source = heap.source(closure)
  const known = source === undefined ? undefined : namesOfSource(heap, source)
  if (known === undefined) return cells
  const { exported, imported } = known
  const own = new Set([...names].flatMap((word) => [word, ...(exported.get(word) ?? [])]))
  const asked = imported.filter(({ variable }) => names.has(variable))
  const others = new Set([...names, ...asked.map(({ name }) => name)])
  const ofOtherKinds = exportsOfOtherKinds(heap)
  const told = cells.map((cell) => exportOf(cell) ?? ofOtherKinds.get(cell) ?? null)
  const placed = placedDefaults(imported, told, file)
  // Modules between may pass something on under another name than that of its cell.
  const isRenamed = asked.some((one) => {
    if (placed.has(one)) return false
    const places = new Set(imported.filter(({ name }) => name === one.name).map(({ from }) => from))
    return places.size > told.filter((cell) => cell?.name === one.name && cell.file !== file).length
  })
  const isAskedDefault = (from: string): boolean => {
    const ones = imported.filter((one) => placed.get(one) === from)
    return ones.length > 0 ? ones.some(({ variable }) => names.has(variable)) : others.has('default')
  }
  return cells.filter((cell, at) => {
    const exportedAs = told[at]
    if (exportedAs === null) return true
    const { name } = exportedAs
    if (exportedAs.file !== file)
      return isRenamed || (name === 'default' ? isAskedDefault(exportedAs.file) : others.has(name))
    return own.has(name) || (name === 'default' && isFunctionNamed(heap, cell, names))
  })
}

/** Of default imports by a path the files that they are from: all of them have one name, and only that tells them apart. */
function placedDefaults(
  imported: readonly Import[],
  told: readonly (ExportInHeap | null)[],
  file: string,
): Map<Import, string> {
  const files = new Map(
    told.flatMap((cell) => (cell?.name === 'default' ? [[withoutEnding(asUrl(cell.file)), cell.file]] : [])),
  )
  const found = new Map<Import, string>()
  for (const one of imported) {
    if (one.name !== 'default' || !one.from.startsWith('.') || !URL.canParse(one.from, asUrl(file))) continue
    const { href } = new URL(one.from, asUrl(file))
    const from = [withoutEnding(href), href, `${href}/index`].flatMap((place) => files.get(place) ?? [])
    if (from.length > 0) found.set(one, from[0])
  }
  return found
}

/** A file is known by its path, or by its URL. */
const asUrl = (file: string): string => (file.startsWith('/') ? `file://${encodeURI(file)}` : file)

/** TypeScript names a file without its ending, or with that of what it is compiled to. */
const withoutEnding = (file: string): string => file.replace(/(?<=[^/])\.[^./]+$/, '')

/** A function that is the default export of its own module is meant there by its own name, and nothing else by any. */
function isFunctionNamed(heap: Heap, cell: NodeIndex, names: ReadonlySet<string>): boolean {
  const value = heap.internal(cell, 'value')
  return value !== undefined && heap.type(value) === 'closure' && names.has(heap.name(value))
}
