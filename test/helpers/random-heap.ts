import { below, oneOf, type Random } from './random.ts'
import { node20, node24, snapshotText, type TextEdge, type TextFormat, type TextNode } from './snapshot-text.ts'

interface GrowingNode extends TextNode {
  readonly edges: TextEdge[]
}

/**
 * A random heap with everything that makes heaps hard: weak, shortcut and self edges, edges back to the root, WeakMap
 * entries, orphans and orphaned cliques, detached native nodes, several user roots or none, names that need escapes.
 */
export function randomNodes(random: Random, most = 300): TextNode[] {
  const count = 12 + below(random, Math.max(1, most - 12))
  const subroots = 1 + below(random, 4)
  const nodes: GrowingNode[] = [{ type: 'synthetic', name: '', edges: [] }]
  for (let i = 0; i < subroots; i++) {
    nodes.push({ type: 'synthetic', name: oneOf(random, ['(GC roots)', '(Document DOM trees)']), edges: [] })
  }
  while (nodes.length < count) nodes.push(randomNode(random))

  const node = () => below(random, count)
  const notRoot = () => 1 + below(random, count - 1)
  const add = (from: number, type: string, name: string | number, to: number) =>
    nodes[from]!.edges.push({ type, name, to })

  const shortcuts = random() < 0.8
  for (let i = 2 + below(random, 6); i > 0; i--) {
    const kind = random()
    if (kind < 0.45 && shortcuts) add(0, 'shortcut', `window${i}`, notRoot())
    else if (kind < 0.9) add(0, 'element', i, Math.min(count - 1, 1 + below(random, subroots + below(random, 5))))
    else add(0, 'weak', 'w', node())
  }
  for (let i = Math.floor(count * (0.5 + random() * 3)); i > 0; i--) {
    const from = notRoot()
    const type = oneOf(random, edgeChoices)
    const name = type === 'element' || type === 'hidden' ? below(random, 20) : oneOf(random, edgeNames)
    const to = random()
    if (to < 0.05) add(from, type, name, from)
    else if (to < 0.07) add(from, type, name, 0)
    else add(from, type, name, to < 0.5 ? Math.min(count - 1, from + 1 + below(random, 8)) : node())
  }
  for (let i = below(random, 12); i > 0; i--) {
    const [key, table, value] = [notRoot(), notRoot(), notRoot()]
    const entry = () => {
      const pair = `key (K${'y'.repeat(below(random, 30))} @${2 * key + 1}) -> value (V @${2 * value + 1})`
      return `${below(random, 50)} / part of ${pair} pair in WeakMap (table @${2 * table + 1})`
    }
    const name = entry()
    add(key, 'internal', name, value)
    add(table, 'internal', random() < 0.7 ? name : entry(), value)
  }
  return nodes
}

/** The text of a random heap, in one of the formats of V8. */
export function randomSnapshotText(random: Random, most?: number): string {
  const format: TextFormat = { ...oneOf(random, [node20, node24]), newlines: random() < 0.5 }
  return snapshotText(randomNodes(random, most), format)
}

const nodeChoices = ['hidden', 'hidden', 'array', 'array', 'string', 'object', 'object', 'object', 'code', 'closure']
const moreNodeChoices = ['native', 'native', 'synthetic', 'symbol', 'object shape', 'number']
const edgeChoices = ['context', 'element', 'property', 'property', 'internal', 'internal', 'hidden', 'shortcut', 'weak']
const edgeNames = ['map', 'elements', 'Foo', 'sloppy_function_map', '12', '1 / no entry)', `${'x'.repeat(70)})`]
const names = ['Foo', 'Object', '', 'a"b\\c\n', 'é€😀', '\ud83d', '(map descriptors)', ...edgeNames]

function randomNode(random: Random): GrowingNode {
  const type = oneOf(random, [...nodeChoices, ...moreNodeChoices])
  const name =
    type === 'hidden'
      ? oneOf(random, ['system / NativeContext', 'system / NativeContext / ', 'Foo'])
      : type === 'array'
        ? oneOf(random, ['(map descriptors)', 'Foo', ''])
        : type === 'native'
          ? oneOf(random, ['system / ExternalStringData', 'Foo', 'Detached <div>'])
          : oneOf(random, names)
  return {
    type,
    name,
    selfSize: below(random, 300),
    detachedness: type === 'native' ? oneOf(random, [0, 0, 1, 2]) : 0,
    edges: [],
  }
}
