import type { Column, Json } from './columns.ts'

/** What stands before the integers of a packed document: how to read its columns, and what to do then. */
export interface Plan {
  readonly root: Column
  readonly steps: readonly Step[]
}

/**
 * What is done to a document once its columns are read, one step after the other, to have it as it was:
 *
 * - `lists`: the strings in `field` of every row of `table` are put into the order in which `of` has them in `key`;
 * - `order`: the rows of `table` are sorted by `keys`, a minus in front turning the order round, equal ones stay;
 * - `users`: `field` of a row of `of` is filled with the places of those rows of `table` whose list `list` has its `key`.
 */
export type Step =
  | readonly ['lists', table: string, field: string, of: string, key: string]
  | readonly ['order', table: string, keys: readonly string[]]
  | readonly ['users', of: string, field: string, key: string, table: string, list: string]

type Row = { readonly [key: string]: Json }
type Tables = Map<string, Row[]>

const least = 64

/**
 * A document from which is gone what can be had again from the rest of it, and the steps that bring it back: tables are in
 * the order of an id, where what belongs together stands together, and what two tables say of each other is said by one.
 * Every step was tried: only those that give back exactly what there was are in it.
 */
export function withoutWhatFollows(document: Json): { document: Json; steps: Step[] } {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return { document, steps: [] }
  const fields = document as { readonly [key: string]: Json }
  const tables: Tables = new Map()
  for (const [name, value] of Object.entries(fields)) if (isTable(value)) tables.set(name, value as unknown as Row[])
  const users = emptied(tables)
  const orders = inOrderOfId(tables)
  const changed = new Map([...Object.entries(fields), ...tables])
  const lists = listsInOrder(changed, tables, new Map(orders.map(({ table, before }) => [table, before])))
  return { document: Object.fromEntries(changed), steps: [...orders.map(({ step }) => step), ...lists, ...users] }
}

function isTable(value: Json): boolean {
  if (!Array.isArray(value) || value.length < least) return false
  const shape = shapeOf(value[0])
  return shape !== '' && value.every((row) => shapeOf(row) === shape)
}

function shapeOf(row: Json): string {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return ''
  const keys = Object.keys(row)
  return keys.includes('__proto__') ? '' : keys.join('\0')
}

const keysWhere = (rows: readonly Row[], holds: (value: Json) => boolean): string[] =>
  Object.keys(rows[0]).filter((key) => rows.every((row) => holds(row[key])))

const isText = (value: Json): boolean => typeof value === 'string'
const isInteger = (value: Json): boolean => Number.isSafeInteger(value)
const isListOf = (is: (value: Json) => boolean) => (value: Json) => Array.isArray(value) && value.every(is)
const isUnique = (rows: readonly Row[]) => (key: string) => new Set(rows.map((row) => row[key])).size === rows.length

/** Empties lists of places in another table that follow from the lists of names there. */
function emptied(tables: Tables): Step[] {
  const steps: Step[] = []
  for (const [of, rows] of tables) {
    const fields = keysWhere(rows, isListOf(isInteger))
    for (const key of keysWhere(rows, isText).filter(isUnique(rows))) {
      for (const [table, named] of tables) {
        for (const list of keysWhere(named, isListOf(isText))) {
          const places = new Map(rows.map((row) => [row[key], [] as number[]]))
          named.forEach((row, place) => {
            for (const name of row[list] as string[]) places.get(name)?.push(place)
          })
          for (const field of fields) {
            if (steps.some((step) => step[1] === of && step[2] === field)) continue
            if (!rows.every((row) => equal(row[field] as number[], places.get(row[key])!))) continue
            if (rows.every((row) => (row[field] as number[]).length === 0)) continue
            steps.push(['users', of, field, key, table, list])
          }
        }
      }
    }
    const gone = steps.filter((step) => step[1] === of).map((step) => [step[2], []])
    if (gone.length > 0)
      tables.set(
        of,
        rows.map((row) => ({ ...row, ...Object.fromEntries(gone) })),
      )
  }
  return steps
}

function inOrderOfId(tables: Tables): { table: string; step: Step; before: readonly Row[] }[] {
  return [...tables].flatMap(([table, before]) => {
    const id = keysWhere(before, isInteger).find(isUnique(before))
    if (id === undefined) return []
    const rows = [...before].sort((a, b) => (a[id] as number) - (b[id] as number))
    const keys = orderOf(before, rows)
    if (keys === null) return []
    tables.set(table, rows)
    return [{ table, step: ['order', table, keys], before }]
  })
}

/** One key or two by which sorting `rows` gives `before`: no two neighbours there may stand the other way round. */
function orderOf(before: readonly Row[], rows: readonly Row[]): string[] | null {
  const places = new Map(rows.map((row, place) => [row, place]))
  const comparable = keysWhere(rows, (value) => isText(value) || isInteger(value)).flatMap((key) => [key, `-${key}`])
  const first = comparable.filter((key) =>
    before.every((row, at) => at === 0 || compared(before[at - 1], row, key) <= 0),
  )
  const ways = first.flatMap((one) => [[one], ...comparable.map((two) => [one, two])])
  const fits = (keys: string[]) => (row: Row, at: number) => {
    if (at === 0) return true
    const order = keys.reduce((so, key) => so || compared(before[at - 1], row, key), 0)
    return (order || places.get(before[at - 1])! - places.get(row)!) < 0
  }
  return ways.find((keys) => before.every(fits(keys))) ?? null
}

function compared(a: Row, b: Row, key: string): number {
  const name = key.startsWith('-') ? key.slice(1) : key
  const [x, y] = [a[name] as string, b[name] as string]
  return (x < y ? -1 : x > y ? 1 : 0) * (key === name ? 1 : -1)
}

/** Lists that name rows of a table in its order are put into the order that the table has now, which is closer to it. */
function listsInOrder(fields: Map<string, Json>, tables: Tables, before: ReadonlyMap<string, readonly Row[]>): Step[] {
  const steps: Step[] = []
  for (const [table, value] of fields) {
    if (!isRows(value)) continue
    for (const field of keysWhere(value, isListOf(isText))) {
      for (const [of, was] of before) {
        const now = tables.get(of)!
        for (const key of keysWhere(now, isText).filter(isUnique(now))) {
          const [places, news] = [placesOf(was, key), placesOf(now, key)]
          if (steps.some((step) => step[1] === table && step[2] === field)) continue
          if (value.every((row) => (row[field] as Json[]).length < 2)) continue
          if (!value.every((row) => isRising(row[field] as string[], places))) continue
          const sorted = (row: Row) => [...(row[field] as string[])].sort((a, b) => news.get(a)! - news.get(b)!)
          fields.set(
            table,
            value.map((row) => ({ ...row, [field]: sorted(row) })),
          )
          steps.push(['lists', table, field, of, key])
        }
      }
    }
  }
  return steps
}

function isRows(value: Json): value is readonly Row[] {
  return Array.isArray(value) && value.length > 0 && value.every((row) => shapeOf(row) !== '')
}

const placesOf = (rows: readonly Row[], key: string) => new Map(rows.map((row, place) => [row[key] as string, place]))

function isRising(names: readonly string[], places: ReadonlyMap<string, number>): boolean {
  return names.every((name, at) => places.has(name) && (at === 0 || places.get(names[at - 1])! < places.get(name)!))
}

function equal(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, at) => each === b[at])
}
