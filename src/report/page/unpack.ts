import type { Column } from '../pack/columns.ts'
import type { Plan, Step } from '../pack/restore.ts'

/** The document in a text that pack/pack.ts made of it. */
export async function unpacked(text: string, length: number): Promise<unknown> {
  const deflated = new Blob([bytesOf(text, length)]).stream()
  const inflated = await new Response(deflated.pipeThrough(new DecompressionStream('deflate'))).arrayBuffer()
  const planLength = new DataView(inflated).getUint32(0, true)
  const json = JSON.parse(new TextDecoder().decode(new Uint8Array(inflated, 4, planLength || undefined)))
  return planLength === 0 ? json : documentOf(json as Plan, new Uint8Array(inflated, 4 + planLength))
}

function bytesOf(text: string, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let at = 0
  let bits = 0
  let held = 0
  for (let pair = 0; pair < text.length; pair += 2) {
    held |= (digit(text.charCodeAt(pair)) * 91 + digit(text.charCodeAt(pair + 1))) << bits
    for (bits += 13; bits >= 8; bits -= 8) {
      bytes[at++] = held
      held >>= 8
    }
  }
  return bytes
}

/** Printable ASCII without `&`, `<` and `>`. */
function digit(code: number): number {
  return code - 33 - Number(code > 38) - Number(code > 60) - Number(code > 62)
}

type Values = readonly unknown[]
type Row = Record<string, unknown>

/** The document that is written in columns; what each kind of column means is said in pack/columns.ts. */
export function documentOf({ root, steps }: Plan, bytes: Uint8Array): unknown {
  let at = 0
  const texts: Values[] = []

  /** `table` has the columns of integers read so far of the table that the column is of. */
  const read = (column: Column, rows: number, table: number[][] = []): Values => {
    const numbers = (of: Column, count: number, near: number[][] = []) => read(of, count, near) as number[]
    switch (column[0]) {
      case 'v':
        return column[1]
      case '=':
        return new Array(rows).fill(column[1])
      case 'i':
        return integers(column[1], rows, table)
      case 'd': {
        const shared = numbers(column[1], column[2].length)
        let before = ''
        const different = column[2].map((rest, index) => {
          before = before.slice(0, shared[index]) + rest
          return before
        })
        const values = numbers(column[3], rows).map((index) => different[index])
        texts.push(values)
        return values
      }
      case 'r':
        return numbers(column[2], rows).map((row) => texts[column[1]][row])
      case 's': {
        const different = read(column[2], column[1])
        return numbers(column[3], rows).map((row) => different[row])
      }
      case 'u': {
        const which = numbers(column[1], rows, table)
        const kinds = column[2].map((kind, index) => read(kind, which.filter((each) => each === index).length))
        const next = kinds.map(() => 0)
        return which.map((kind) => kinds[kind][next[kind]++])
      }
      case 'a': {
        const lengths = numbers(column[1], rows)
        const items = read(
          column[2],
          lengths.reduce((sum, length) => sum + length, 0),
        )
        let from = 0
        return lengths.map((length) => {
          from += length
          return items.slice(from - length, from)
        })
      }
      default:
        return objects(column as Extract<Column, readonly ['o', ...unknown[]]>, rows, table)
    }
  }

  const integers = (
    [width, how, near = 0, from = 0]: Extract<Column, readonly ['i', unknown]>[1],
    rows: number,
    table: number[][],
  ) => {
    const values: number[] = new Array(rows).fill(0)
    for (let plane = 0; plane < width; plane++) {
      for (let row = 0; row < rows; row++) values[row] += bytes[at++] * 256 ** plane
    }
    for (let row = 0; row < rows; row++) {
      const left = values[row] % 2 === 1 ? -(values[row] + 1) / 2 : values[row] / 2
      let guess = how === 0 ? 0 : how === 1 ? (values[row - 1] ?? 0) : table[near][row]
      if (how === 3) for (let each = from; each < table.length; each++) guess -= table[each][row]
      values[row] = guess + left
    }
    table.push(values)
    return values
  }

  const objects = (
    [, keys, columns]: Extract<Column, readonly ['o', ...unknown[]]>,
    rows: number,
    table: number[][],
  ) => {
    const cells: Values[] = []
    for (const [places, column] of columns) {
      if (column[0] === 'c') {
        const [, a, b, join, after] = column
        const values = read(after, rows).map((rest, row) =>
          (rest as string).startsWith('=')
            ? (rest as string).slice(1)
            : `${cells[a][row]}${join}${cells[b][row]}${rest}`,
        )
        texts.push(values)
        cells[places[0]] = values
      } else if (places.length === 1) cells[places[0]] = read(column, rows, table)
      else {
        const held = read(column, rows) as Row[]
        for (const place of places) cells[place] = held.map((row) => row[keys[place]])
      }
    }
    return Array.from({ length: rows }, (_, row) => {
      const object: Row = {}
      for (let key = 0; key < keys.length; key++) object[keys[key]] = cells[key][row]
      return object
    })
  }

  const document = read(root, 1)[0] as Record<string, Row[]>
  for (const step of steps) restore(document, step)
  return document
}

function restore(document: Record<string, Row[]>, step: Step): void {
  const places = (table: string, key: string) => new Map(document[table].map((row, place) => [row[key], place]))
  if (step[0] === 'order') {
    document[step[1]].sort((a, b) => step[2].reduce((order, key) => order || compared(a, b, key), 0))
  } else if (step[0] === 'lists') {
    const [, table, field, of, key] = step
    const placeOf = places(of, key)
    for (const row of document[table]) (row[field] as unknown[]).sort((a, b) => placeOf.get(a)! - placeOf.get(b)!)
  } else {
    const [, of, field, key, table, list] = step
    const placeOf = places(of, key)
    for (const row of document[of]) row[field] = []
    document[table].forEach((row, place) => {
      for (const name of row[list] as unknown[])
        (document[of][placeOf.get(name) ?? -1]?.[field] as number[])?.push(place)
    })
  }
}

function compared(a: Row, b: Row, key: string): number {
  const name = key.replace(/^-/, '')
  const [x, y] = [a[name] as string, b[name] as string]
  return (x < y ? -1 : x > y ? 1 : 0) * (key === name ? 1 : -1)
}
