import { argumentsOf, type Edits, onlyCall } from '../../recognise/edits.ts'

export const edits: Edits = {
  'ast-locations': (text) => {
    const calls = ['buildSchema', 'parse'].flatMap((name) => onlyCall(text, 'graphql', [name]) ?? [])
    const parts = calls.length === 1 ? argumentsOf(calls[0]) : undefined
    if (parts === undefined || !/^[\w$.]+$/.test(parts.given)) return null
    const [{ line, before }] = calls
    return [{ line, lines: [`${before}${parts.given}, { noLocation: true }${parts.rest}`] }]
  },
}
