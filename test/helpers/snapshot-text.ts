/** Writes the text of a heap snapshot from a list of nodes, in any of the formats that V8 has had. */

export interface TextNode {
  readonly type: string
  readonly name: string
  /** 2 x ordinal + 1 by default. */
  readonly id?: number
  readonly selfSize?: number
  readonly detachedness?: number
  readonly edges?: readonly TextEdge[]
  readonly location?: { readonly scriptId: number; readonly line: number; readonly column: number }
}

export interface TextEdge {
  readonly type: string
  /** A number for element and hidden edges. */
  readonly name: string | number
  /** Ordinal of the target. */
  readonly to: number
}

export interface TextFormat {
  /** In the order of the file; unknown fields are written as 7. */
  readonly nodeFields?: readonly string[]
  readonly edgeFields?: readonly string[]
  readonly locationFields?: readonly string[]
  /** A newline behind every record, as before Node 24. */
  readonly newlines?: boolean
  readonly extraNativeBytes?: number
  /** JSON of further top-level sections by name. */
  readonly unknown?: Readonly<Record<string, string>>
  /** Order of the sections behind the header; the unknown ones come where they are named, or last. */
  readonly order?: readonly string[]
  /** Node types named behind the usual ones. */
  readonly moreNodeTypes?: readonly string[]
}

export const nodeTypes = [
  ...['hidden', 'array', 'string', 'object', 'code', 'closure', 'regexp', 'number', 'native', 'synthetic'],
  ...['concatenated string', 'sliced string', 'symbol', 'bigint', 'object shape'],
]
export const edgeTypes = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak']

export const sevenFields = ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness']
export const sixFields = ['type', 'name', 'id', 'self_size', 'edge_count', 'detachedness']

/** As Node 20 and 22 write it. */
export const node20: TextFormat = { nodeFields: sevenFields, newlines: true }
/** As Node 24 and 26 write it. */
export const node24: TextFormat = { nodeFields: sixFields, extraNativeBytes: 0 }

export function snapshotText(nodes: readonly TextNode[], format: TextFormat = node20): string {
  const nodeFields = format.nodeFields ?? sevenFields
  const edgeFields = format.edgeFields ?? ['type', 'name_or_index', 'to_node']
  const locationFields = format.locationFields ?? ['object_index', 'script_id', 'line', 'column']
  const types = [...nodeTypes, ...(format.moreNodeTypes ?? [])]
  const strings = new Map<string, number>([['<dummy>', 0]])
  const string = (text: string) => {
    if (!strings.has(text)) strings.set(text, strings.size)
    return strings.get(text)!
  }
  const rows = (rows: readonly string[]) =>
    `[${rows.join(format.newlines ? '\n,' : ',')}${format.newlines && rows.length > 0 ? '\n' : ''}]`
  const row = (fields: readonly string[], values: Record<string, number>) => fields.map((f) => values[f] ?? 7).join(',')

  const nodeRows = nodes.map((node, ordinal) =>
    row(nodeFields, {
      type: code(types, node.type),
      name: string(node.name),
      id: node.id ?? 2 * ordinal + 1,
      self_size: node.selfSize ?? 0,
      edge_count: node.edges?.length ?? 0,
      trace_node_id: 0,
      detachedness: node.detachedness ?? 0,
    }),
  )
  const edgeRows = nodes.flatMap((node) =>
    (node.edges ?? []).map((edge) =>
      row(edgeFields, {
        type: code(edgeTypes, edge.type),
        name_or_index: typeof edge.name === 'number' ? edge.name : string(edge.name),
        to_node: edge.to * nodeFields.length,
      }),
    ),
  )
  const locationRows = nodes.flatMap(({ location }, ordinal) =>
    location === undefined
      ? []
      : row(locationFields, {
          object_index: ordinal * nodeFields.length,
          script_id: location.scriptId,
          line: location.line,
          column: location.column,
        }),
  )
  const meta = {
    node_fields: nodeFields,
    node_types: nodeFields.map((field) => (field === 'type' ? types : field === 'name' ? 'string' : 'number')),
    edge_fields: edgeFields,
    edge_types: edgeFields.map((field) => (field === 'type' ? edgeTypes : 'number')),
    location_fields: locationFields,
  }
  const header = {
    meta,
    node_count: nodes.length,
    edge_count: edgeRows.length,
    trace_function_count: 0,
    ...(format.extraNativeBytes === undefined ? {} : { extra_native_bytes: format.extraNativeBytes }),
  }
  const sections: Record<string, string> = {
    nodes: rows(nodeRows),
    edges: rows(edgeRows),
    trace_function_infos: '[]',
    trace_tree: '[]',
    samples: '[]',
    locations: rows(locationRows),
    strings: rows([...strings.keys()].map((text) => JSON.stringify(text))),
    ...format.unknown,
  }
  const order = [...new Set([...(format.order ?? []), ...Object.keys(sections)])]
  const body = order.map((name) => `${JSON.stringify(name)}:${sections[name]}`)
  return `{"snapshot":${JSON.stringify(header)},\n${body.join(',\n')}}\n`
}

function code(types: readonly string[], type: string): number {
  const found = types.indexOf(type)
  if (found < 0) throw new Error(`No such type: ${type}. There are ${types.join(', ')}.`)
  return found
}
