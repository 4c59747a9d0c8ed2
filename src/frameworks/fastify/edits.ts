import { argumentsOf, type Edits, type LineEdit, onlyCall, withOption } from '../../recognise/edits.ts'

const factory = (text: string) => onlyCall(text, 'fastify', ['default', 'fastify', 'Fastify'])

export const edits: Edits = {
  'head-twin': (text) =>
    text.includes('exposeHeadRoutes') ? null : withOption(factory(text), 'exposeHeadRoutes: false'),
  'repeated-validator': sharing('ajv', 'setValidatorCompiler'),
  'repeated-schema': sharing('fastify', 'setValidatorCompiler'),
  'repeated-serializer': sharing('fast-json-stringify', 'setSerializerCompiler'),
}

/** Only for what they compile, and where the app sets no compiler of its own after them. */
function sharing(compiled: string, setter: string): Edits[string] {
  return (text, library) => (library !== compiled || text.includes(setter) ? null : withSharedCompilers(text))
}

/** The options through routeheap/fastify, which makes equal schemas share what is compiled for them. */
function withSharedCompilers(text: string): readonly LineEdit[] | null {
  const call = text.includes('routeheap/fastify') ? undefined : factory(text)
  const parts = call === undefined ? undefined : argumentsOf(call)
  if (call === undefined || parts === undefined || call.importedAt >= call.line) return null
  const imported = text.split('\n')[call.importedAt - 1]
  const end = imported.trimEnd().endsWith(';') ? ';' : ''
  const quote = imported.includes('"') ? '"' : "'"
  const from = `${quote}routeheap/fastify${quote}`
  const added = call.isModule
    ? `import { sharedCompilers } from ${from}`
    : `const { sharedCompilers } = require(${from})`
  return [
    { line: call.importedAt, lines: [imported, added + end] },
    { line: call.line, lines: [`${call.before}sharedCompilers(${parts.given})${parts.rest}`] },
  ]
}
