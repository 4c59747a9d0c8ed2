import { argumentsOf, type Edits, type LineEdit, onlyCall } from '../../recognise/edits.ts'

const factory = (text: string) => onlyCall(text, 'fastify', ['default', 'fastify', 'Fastify'])

export const edits: Edits = {
  'head-twin': (text) => (text.includes('exposeHeadRoutes') ? null : withOption(text, 'exposeHeadRoutes: false')),
  'repeated-validator': withSharedCompilers,
  'repeated-serializer': withSharedCompilers,
}

/** One more option where the server is made. */
function withOption(text: string, option: string): readonly LineEdit[] | null {
  const call = factory(text)
  if (call === undefined) return null
  const { line, before, after } = call
  const open = /^\s*\{\s*$/.test(after)
  if (open) return [{ line, lines: [call.text, `${/^\s*/.exec(call.text)![0]}  ${option},`] }]
  const parts = argumentsOf(call)
  if (parts === undefined) return null
  const { given, rest } = parts
  if (given === '' || /^\{\s*\}$/.test(given)) return [{ line, lines: [`${before}{ ${option} }${rest}`] }]
  if (/^[\w$]+$/.test(given)) return [{ line, lines: [`${before}{ ...${given}, ${option} }${rest}`] }]
  return given.startsWith('{') && given.endsWith('}')
    ? [{ line, lines: [`${before}{ ${option}, ${given.slice(1).trimStart()}${rest}`] }]
    : null
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
