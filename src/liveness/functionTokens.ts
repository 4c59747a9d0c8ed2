import jsTokens, { type Token } from 'js-tokens'

const opening = new Set(['(', '[', '{'])
const closing = new Set([')', ']', '}'])
const gaps = new Set(['WhiteSpace', 'LineTerminatorSequence', 'SingleLineComment', 'MultiLineComment'])
const lineBreak = /[\n\r\u2028\u2029]/

/**
 * Tokens, gaps left out, of the function that a text begins with, at its parameters as V8 places it, or before; its head is what
 * stands before the body.
 */
export function* functionTokens(text: string): Generator<readonly [token: Token, isHead: boolean]> {
  let part: 'head' | 'arrow' | 'expression' | 'block' = 'head'
  let depth = 0
  let isNewLine = false
  const endsBefore = expressionEnd()
  for (const token of jsTokens(text)) {
    const { type, value } = token
    if (gaps.has(type)) {
      isNewLine ||= type !== 'SingleLineComment' && lineBreak.test(value)
      continue
    }
    if (part === 'arrow') part = value === '{' ? 'block' : 'expression'
    const closes = type === 'TemplateTail' || (type === 'Punctuator' && closing.has(value))
    if (depth === 0 && closes) return
    if (closes) depth--
    if (part === 'expression' && depth === 0 && endsBefore(token, isNewLine, closes)) return
    isNewLine = false
    yield [token, part === 'head']
    if (part === 'block' && depth === 0 && closes) return
    if (part === 'head' && depth === 0 && value === '=>') part = 'arrow'
    if (part === 'head' && depth === 0 && value === '{') part = 'block'
    if (type === 'TemplateHead' || (type === 'Punctuator' && opening.has(value))) depth++
  }
}

/** An expression is not over behind them. */
const awaiting = new Set(['typeof', 'void', 'delete', 'new', 'await', 'in', 'instanceof'])
const dots = new Set(['.', '?.'])
const values = new Set([
  ...['StringLiteral', 'NumericLiteral', 'RegularExpressionLiteral', 'PrivateIdentifier'],
  ...['NoSubstitutionTemplate', 'TemplateTail'],
])
const updates = new Set(['++', '--'])
/** What stands between operands begins with no other. */
const beginning = new Set(['{', '!', '~', '...', ...updates])

/**
 * Whether the body of an arrow function that is an expression is over before a token, asked of all that stand outside of its brackets in
 * turn. As in JavaScript a line break ends it where the token cannot go on with it; and behind the block of another arrow function, which
 * is no operand, nothing can.
 */
function expressionEnd(): (token: Token, isNewLine: boolean, closes: boolean) => boolean {
  let last = ''
  /** Functions and classes that are to have a body, and conditions that are to have their colon. */
  let [bodies, conditions] = [0, 0]
  /** Whether the last token may be the last of all. */
  let isValue = false
  let block: 'none' | 'open' | 'closed' = 'none'
  return (token, isNewLine, closes) => {
    const { type, value } = token
    const isProperty = dots.has(last) && type !== 'Punctuator'
    const isKeyword = type === 'IdentifierName' && !isProperty
    if (value === ',' || value === ';') return true
    if (conditions === 0 && (value === ':' || block === 'closed')) return true
    if (isNewLine && isValue && bodies === 0 && !closes && !continues(last, token)) return true
    if (value === '?') conditions++
    if (value === ':') conditions--
    if (isKeyword && (value === 'function' || value === 'class')) bodies++
    if (value === '{' && bodies > 0) bodies--
    else if (value === '{' && last === '=>') block = 'open'
    if (block !== 'none') block = closes ? 'closed' : block === 'closed' ? 'none' : block
    const isPostfix = isValue && updates.has(value)
    isValue = isProperty || (isKeyword ? !awaiting.has(value) : values.has(type) || closes || isPostfix)
    last = value
    return false
  }
}

/** Whether a value on the line before, with `last` at its end, goes on with it: none that is counted up or down is called or looked into. */
function continues(last: string, { type, value }: Token): boolean {
  if (updates.has(last) && (value === '(' || value === '[' || value.startsWith('`'))) return false
  if (type === 'IdentifierName') return value === 'in' || value === 'instanceof'
  if (type === 'Punctuator') return !beginning.has(value)
  return ['NoSubstitutionTemplate', 'TemplateHead', 'RegularExpressionLiteral', 'Invalid'].includes(type)
}
