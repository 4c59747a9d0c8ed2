import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Node,
} from 'acorn'
import type { FunctionNames } from './functionNames.ts'

/** What a function, a block or a class declares. */
interface Scope {
  readonly names: Set<string>
  readonly outer: Scope | null
  /** Where `var` of inner blocks is declared. */
  readonly isOfFunction: boolean
}

type FunctionNode = AnonymousFunctionDeclaration | ArrowFunctionExpression | FunctionDeclaration | FunctionExpression

/** What is done with a value: it stands alone, has a property read, or more. */
type Use = 'alone' | 'read' | 'more'

/** The free variables of a function, and the properties that it names, by the scopes of its text. */
export function freeNames(function_: Node): FunctionNames {
  const [all, used, handedOn, properties] = Array.from({ length: 4 }, () => new Set<string>())
  let looksUp = false
  const asked: { readonly name: string; readonly scope: Scope; readonly use: Use }[] = []
  const outermost = inner(null, true)
  visit(function_ as AnyNode, outermost)
  for (const { name, scope, use } of asked) {
    if (isDeclared(name, scope)) continue
    all.add(name)
    if (use !== 'read') used.add(name)
    if (use === 'alone') handedOn.add(name)
  }
  return { all, used, handedOn, properties, looksUp, length: lengthOf(function_ as AnyNode) }

  function visit(node: AnyNode, scope: Scope, use: Use = 'alone', isCalled = false): void {
    switch (node.type) {
      case 'Identifier':
        asked.push({ name: node.name, scope, use })
        break
      case 'ThisExpression':
      case 'Super':
        asked.push({ name: 'this', scope, use })
        break
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        visitFunction(node, scope)
        break
      case 'ClassDeclaration':
      case 'ClassExpression': {
        if (node.type === 'ClassDeclaration') declare(node.id, scope)
        const own = inner(scope)
        if (node.id) declare(node.id, own)
        if (node.superClass) visit(node.superClass, own)
        visit(node.body, own)
        break
      }
      case 'PropertyDefinition':
        if (node.computed) visit(node.key, scope)
        if (node.value) visit(node.value, ofMethod(scope))
        break
      case 'StaticBlock':
        visitChildren(node, ofMethod(scope))
        break
      case 'MethodDefinition':
      case 'Property':
        if (node.computed) visit(node.key, scope)
        visit(node.value, scope)
        break
      case 'BlockStatement':
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'SwitchStatement':
        visitChildren(node, inner(scope))
        break
      case 'CatchClause': {
        const own = inner(scope)
        if (node.param) declare(node.param, own)
        visit(node.body, own)
        break
      }
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          declare(id, node.kind === 'var' ? functionAround(scope) : scope, scope)
          if (init) visit(init, scope)
        }
        break
      case 'ObjectPattern':
        for (const property of node.properties) readProperty(property)
        visitChildren(node, scope)
        break
      case 'MemberExpression':
        if (node.computed) visit(node.property, scope)
        if (node.computed && node.property.type !== 'Literal') looksUp = true
        visitName(node.property)
        visit(node.object, scope, node.computed || isCalled ? 'more' : 'read')
        break
      case 'CallExpression':
      case 'NewExpression':
        visit(node.callee, scope, 'alone', true)
        for (const argument of node.arguments) visit(argument, scope)
        break
      case 'TaggedTemplateExpression':
        visit(node.tag, scope, 'alone', true)
        visit(node.quasi, scope)
        break
      case 'ChainExpression':
        visit(node.expression, scope, use, isCalled)
        break
      case 'Literal':
        if (typeof node.value === 'string') properties.add(node.value)
        break
      case 'TemplateElement':
        if (typeof node.value.cooked === 'string') properties.add(node.value.cooked)
        break
      case 'LabeledStatement':
        visit(node.body, scope)
        break
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
        break
      default:
        visitChildren(node, scope)
        break
    }
  }

  function visitChildren(node: Node, scope: Scope): void {
    for (const child of Object.values(node).flat()) {
      if (typeof child?.type === 'string') visit(child, scope)
    }
  }

  function visitFunction(node: FunctionNode, scope: Scope): void {
    if (node.type === 'FunctionDeclaration') declare(node.id, scope)
    const around = node === function_ || node.type === 'ArrowFunctionExpression' ? inner(scope) : ofMethod(scope)
    if (node.type === 'FunctionExpression' && node.id) declare(node.id, around)
    for (const parameter of node.params) declare(parameter, around)
    // A default value does not see what the body declares.
    if (node.body.type === 'BlockStatement') visitChildren(node.body, inner(around, true))
    else visit(node.body, around)
  }

  /** Declares the variables of a pattern; default values and computed keys in it are read in `scope`. */
  function declare(pattern: AnyNode | null, owner: Scope, scope = owner): void {
    switch (pattern?.type) {
      case 'Identifier':
        owner.names.add(pattern.name)
        break
      case 'ArrayPattern':
        for (const element of pattern.elements) declare(element, owner, scope)
        break
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          readProperty(property)
          if (property.type === 'RestElement') declare(property, owner, scope)
          else {
            if (property.computed) visit(property.key, scope)
            declare(property.value, owner, scope)
          }
        }
        break
      case 'RestElement':
        declare(pattern.argument, owner, scope)
        break
      case 'AssignmentPattern':
        visit(pattern.right, scope)
        declare(pattern.left, owner, scope)
        break
    }
  }

  function readProperty(property: AnyNode): void {
    if (property.type !== 'Property') return
    if (property.computed) looksUp = true
    visitName(property.key)
  }

  function visitName(name: AnyNode): void {
    if (name.type === 'Identifier') properties.add(name.name)
    if (name.type === 'PrivateIdentifier') properties.add(`#${name.name}`)
    if (name.type === 'Literal') properties.add(String(name.value))
  }
}

/** Parameters up to the first with a value of its own. */
function lengthOf(node: AnyNode): number {
  const parameters = 'params' in node ? node.params : []
  const end = parameters.findIndex(({ type }) => type === 'RestElement' || type === 'AssignmentPattern')
  return end < 0 ? parameters.length : end
}

const inner = (outer: Scope | null, isOfFunction = false): Scope => ({ names: new Set(), outer, isOfFunction })

/** What has a `this` of its own. */
function ofMethod(outer: Scope): Scope {
  const scope = inner(outer, true)
  scope.names.add('this')
  return scope
}

function functionAround(scope: Scope): Scope {
  let found = scope
  while (!found.isOfFunction && found.outer !== null) found = found.outer
  return found
}

function isDeclared(name: string, scope: Scope): boolean {
  for (let at: Scope | null = scope; at !== null; at = at.outer) if (at.names.has(name)) return true
  return false
}
