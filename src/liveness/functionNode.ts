import { type AnyNode, type Node, type Options, Parser } from 'acorn'

const options: Options = {
  ecmaVersion: 'latest',
  allowAwaitOutsideFunction: true,
  allowImportExportEverywhere: true,
  allowSuperOutsideMethod: true,
  checkPrivateFields: false,
}

/** What of acorn's parser its types leave out: plugins are made of it. */
interface Steps {
  nextToken(): void
  parseMaybeAssign(): Node
  parseMethod(isGenerator: boolean, isAsync: boolean, allowDirectSuper: boolean): Node
}

/** Reads one function out of a text; whether it is async, or a constructor, stands before it. */
class FunctionParser extends Parser {
  static of(text: string): Steps {
    const parser = new FunctionParser(options, text) as unknown as Steps
    parser.nextToken()
    return parser
  }

  get canAwait(): boolean {
    return true
  }

  get allowDirectSuper(): boolean {
    return true
  }

  get allowNewDotTarget(): boolean {
    return true
  }
}

const functions = new Set(['ArrowFunctionExpression', 'FunctionExpression', 'ClassExpression'])

/** The function or class that a text begins with, at its parameters as V8 places it, or before; undefined where it cannot be read. */
export function functionNode(text: string): Node | undefined {
  const expression = unlessInvalid(() => FunctionParser.of(text).parseMaybeAssign())
  if (expression !== undefined && functions.has(expression.type)) return expression
  return unlessInvalid(() => FunctionParser.of(text).parseMethod(true, true, true)) ?? fieldsOf(text)
}

/** What makes the fields of a class begins at the first of them since V8 12: the class, without its methods. */
function fieldsOf(text: string): Node | undefined {
  const made = unlessInvalid(() => FunctionParser.of(`class {${text}`).parseMaybeAssign()) as AnyNode | undefined
  if (made?.type !== 'ClassExpression') return undefined
  made.body.body = made.body.body.filter(({ type }) => type === 'PropertyDefinition')
  return made
}

/** Undefined for texts that are newer than the parser, and where they are nested deeper than it goes. */
export function unlessInvalid<T>(parsed: () => T): T | undefined {
  try {
    return parsed()
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}
