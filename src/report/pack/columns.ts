import { type ByteSink, type IntColumn, intColumn } from './intColumns.ts'
import { afterJoin, type Join, joinsOf } from './joins.ts'
import { type Together, togetherOf } from './together.ts'

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * A column: one value of each row, written by what its values have in common. Reading one gives as many values as its
 * table has rows.
 *
 * - `v`: the values themselves;
 * - `=`: the same value in every row;
 * - `i`: integers, in the bytes;
 * - `d`: strings; the different ones, each as how much it shares with the one before it (a column) and what is new
 *   (the strings), and which one is in which row (a column);
 * - `r`: strings that an earlier column of strings holds too: which column, and a column of its rows;
 * - `c`: strings put together: the columns `a` and `b` of the table of strings, with `join` between, then a column
 *   of what comes after; what starts with `=` there is the whole string instead;
 * - `u`: rows of several kinds: a column that says which, and a column of each kind;
 * - `a`: arrays: a column of their lengths, a column of all their items;
 * - `o`: objects of one shape: its keys, and the columns in the order in which they can be read, each with the places
 *   of its keys: one, or several for a column of objects that hold what goes together;
 * - `s`: values that come again and again: how many are different, these (a column), and which one is in which row (a column).
 */
export type Column =
  | readonly ['v', readonly Json[]]
  | readonly ['=', Json]
  | readonly ['i', IntColumn]
  | readonly ['d', prefixes: Column, rests: readonly string[], rows: Column]
  | readonly ['r', column: number, rows: Column]
  | readonly ['c', a: number, b: number, join: string, after: Column]
  | readonly ['u', which: Column, kinds: readonly Column[]]
  | readonly ['a', lengths: Column, items: Column]
  | readonly ['o', keys: readonly string[], columns: readonly (readonly [keys: readonly number[], column: Column])[]]
  | readonly ['s', count: number, different: Column, rows: Column]

/** A document as columns: how they are to be read, and the bytes of their integers. */
export interface Columns {
  readonly root: Column
  readonly bytes: Uint8Array
}

/** What the columns of one table know of each other: those of integers, in order of reading. */
interface Table {
  readonly ints: number[][]
}

const newTable = (): Table => ({ ints: [] })

interface Writing {
  readonly sink: ByteSink
  readonly cost: (bytes: Uint8Array) => number
  /** Row by string, for each column of strings that was read so far and has no string twice. */
  readonly rowsOf: ReadonlyMap<string, number>[]
}

/** Tables of fewer rows are written as they are. */
const few = 8

/**
 * Any document as columns: arrays of objects of one shape become a column a key, and so on inside of them, so that like
 * stands beside like and packs well. Knows no field by name: what is added to documents comes back as it was. `cost`
 * says what bytes will take once they are packed. Exact: reading gives a value of the same JSON text.
 */
export function columnsOf(document: Json, cost: Writing['cost']): Columns {
  const writing: Writing = { sink: [], cost, rowsOf: [] }
  const root = columnOf([document], newTable(), writing)
  return { root, bytes: Uint8Array.from(writing.sink) }
}

function columnOf(values: readonly Json[], table: Table, writing: Writing): Column {
  const kindOfEach = kindsOf(values)
  const kinds = [...new Set(kindOfEach)]
  if (kinds.length === 1) return columnOfKind(kinds[0], values, table, writing)
  if (values.length === 0) return ['v', []]
  if (values.length < few && !values.some(isLarge)) return ['v', values]
  const which = intsIn(
    kindOfEach.map((kind) => kinds.indexOf(kind)),
    table.ints,
    writing,
  )
  return [
    'u',
    which,
    kinds.map((kind) =>
      columnOfKind(
        kind,
        values.filter((_, row) => kindOfEach[row] === kind),
        newTable(),
        writing,
      ),
    ),
  ]
}

const isLarge = (value: Json): boolean =>
  typeof value === 'object' && value !== null && JSON.stringify(value).length > 200

/** The kind of each value: values of one kind are written alike; objects of different keys are of different kinds. */
function kindsOf(values: readonly Json[]): string[] {
  let keys: readonly string[] = []
  let kind = ''
  return values.map((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return simpleKindOf(value)
    const own = Object.keys(value)
    if (kind === '' || own.length !== keys.length || own.some((key, at) => key !== keys[at])) {
      keys = own
      kind = own.includes('__proto__') ? 'literal' : JSON.stringify(own)
    }
    return kind
  })
}

function simpleKindOf(value: Json): string {
  if (value === null || typeof value === 'boolean') return 'literal'
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && Math.abs(value) < 2 ** 50 && !Object.is(value, -0) ? 'integer' : 'literal'
  if (typeof value === 'string') return 'text'
  return 'list'
}

function columnOfKind(kind: string, values: readonly Json[], table: Table, writing: Writing): Column {
  if (kind !== 'literal' && kind !== 'integer' && kind !== 'text') {
    if (kind === 'list') return listColumn(values as Json[][], writing)
    return objectColumn(JSON.parse(kind), values as { [key: string]: Json }[], table, writing)
  }
  if (values.length > 1 && values.every((value) => value === values[0])) return ['=', values[0]]
  if (values.length < few) return ['v', values]
  if (kind === 'integer') return intsIn(values as number[], table.ints, writing)
  if (kind === 'text') return textColumn(values as string[], writing)
  if (values.some((value) => typeof value !== 'boolean' && value !== null)) return ['v', values]
  const rows = intsIn(
    values.map((value) => [null, false, true].indexOf(value as null)),
    table.ints,
    writing,
  )
  return [
    'u',
    rows,
    [
      ['=', null],
      ['=', false],
      ['=', true],
    ],
  ]
}

function intsIn(values: readonly number[], table: number[][], { sink, cost }: Writing): Column {
  if (values.length > 1 && values.every((value) => value === values[0])) return ['=', values[0]]
  return ['i', intColumn(values, table, sink, cost)]
}

function listColumn(values: readonly (readonly Json[])[], writing: Writing): Column {
  const lengths = intsIn(
    values.map(({ length }) => length),
    [],
    writing,
  )
  return ['a', lengths, columnOf(values.flat(), newTable(), writing)]
}

function objectColumn(
  keys: readonly string[],
  values: readonly { readonly [key: string]: Json }[],
  table: Table,
  writing: Writing,
): Column {
  const columns: [number[], Column][] = []
  const later = values.length < few ? new Map<string, Join>() : joinsOf(keys, values)
  const together = togetherOf(
    keys.filter((key) => !later.has(key)),
    values,
  )
  if (together !== null) columns.push([together.keys.map((key) => keys.indexOf(key)), sameAgain(together, writing)])
  for (const [at, key] of keys.entries()) {
    if (later.has(key) || together?.keys.includes(key)) continue
    columns.push([
      [at],
      columnOf(
        values.map((value) => value[key]),
        table,
        writing,
      ),
    ])
  }
  for (const [key, { a, b, join }] of later) {
    const after = values.map((value) => afterJoin(value[key] as string, value[a], value[b], join))
    const sources = [keys.indexOf(a), keys.indexOf(b)] as const
    columns.push([[keys.indexOf(key)], ['c', ...sources, join, columnOf(after, newTable(), writing)]])
    remember(
      values.map((value) => value[key] as string),
      writing,
    )
  }
  return ['o', keys, columns]
}

function sameAgain({ different, rows }: Together, writing: Writing): Column {
  return ['s', different.length, columnOf(different, newTable(), writing), intsIn(rows, [], writing)]
}

function textColumn(values: readonly string[], writing: Writing): Column {
  const known = writing.rowsOf.findIndex((rows) => values.every((value) => rows.has(value)))
  if (known >= 0) {
    const rows = writing.rowsOf[known]
    return [
      'r',
      known,
      intsIn(
        values.map((value) => rows.get(value)!),
        [],
        writing,
      ),
    ]
  }
  const different = [...new Set(values)]
  const inOrder = different.length > 64 ? [...different].sort() : different
  const prefixes: number[] = []
  const rests = inOrder.map((text, at) => {
    const before = at === 0 ? '' : inOrder[at - 1]
    let shared = 0
    while (shared < text.length && text[shared] === before[shared]) shared++
    prefixes.push(shared)
    return text.slice(shared)
  })
  const shares = intsIn(prefixes, [], writing)
  const places = new Map(inOrder.map((text, at) => [text, at]))
  const rows = intsIn(
    values.map((value) => places.get(value)!),
    [],
    writing,
  )
  remember(values, writing)
  return ['d', shares, rests, rows]
}

/** Columns of so many different strings are looked up again by row. */
const many = 64

function remember(values: readonly string[], { rowsOf }: Writing): void {
  const rows = new Map<string, number>()
  values.forEach((value, row) => {
    if (!rows.has(value)) rows.set(value, row)
  })
  // Every column has its number, so that reading counts the same; only those worth it are looked up.
  rowsOf.push(rows.size >= many ? rows : new Map())
}
