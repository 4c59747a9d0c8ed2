import { expect, test } from 'vitest'
import { mountScope } from '../../src/frameworks/koa-router/mountScope.ts'
import { heapView } from '../../src/recognise/heapView.ts'
import { heap } from '../helpers/heap.ts'

/** The scope of `mount('/a', app)` under the names of a minifier, and what it holds. */
const scope = 'context.e=path context.n=downstream context.t=no context.i=name context.r=match'

const prefixOf = (variables: string, path = '/a', name = 'unnamed', text = 'mount path must begin with "/"') => {
  const { graph, node } = heap(`
    root -> scope constants
    constants:code "(constant pool)" -> internal.0=info internal.5=text
    info:code "system / ScopeInfo"
    text:string ${JSON.stringify(text)}
    scope "system / Context" -> internal.scope_info=info internal.previous=module ${variables}
    module "system / Context" -> internal.previous=realm
    realm:hidden "system / NativeContext"
    downstream:closure "dispatch" -> internal.context=other
    other "system / Context" -> internal.previous=module
    match:closure -> internal.context=scope
    path:string ${JSON.stringify(path)}
    name:string ${JSON.stringify(name)}
    no:hidden "false" -> hidden.0=noText
    noText:string "false"
    yes:hidden "true" -> hidden.0=yesText
    yesText:string "true"
  `)
  return mountScope(heapView(graph), node.scope)?.prefix
}

test('the scope of koa-mount is known by what it holds', () => {
  expect(prefixOf(scope)).toBe('/a')
  expect(prefixOf(scope, '/a', 'dispatch')).toBe('/a')
  expect(prefixOf(scope.replace('no', 'yes'), '/a/')).toBe('/a/')
  expect(prefixOf(scope.replace(' context.r=match', ''))).toBe('/a')
})

test('what only looks like it has no prefix', () => {
  // A boolean that does not say whether the path ends with a slash, a name that is not that of the function, no path.
  expect(prefixOf(scope.replace('no', 'yes'))).toBe(undefined)
  expect(prefixOf(scope, '/a', 'users')).toBe(undefined)
  expect(prefixOf(scope, 'a')).toBe(undefined)
  // Another function of another scope, or another variable.
  expect(prefixOf(scope.replace('context.r=match', 'context.r=downstream'))).toBe(undefined)
  expect(prefixOf(`${scope} context.o=other`)).toBe(undefined)
})

test('what holds all the same is of koa-mount by its own names, or by the code of its scope only', () => {
  const none = 'must be a path'
  expect(prefixOf(scope, '/a', 'unnamed', none)).toBe(undefined)
  const named = 'context.prefix=path context.downstream=downstream context.trailingSlash=no context.name2=name'
  expect(prefixOf(named, '/a', 'unnamed', none)).toBe('/a')
  expect(prefixOf(`${named} context.match=match`, '/a', 'unnamed', none)).toBe('/a')
  const lookalike = named.replace('trailingSlash', 'strict').replace('name2', 'label')
  expect(prefixOf(lookalike, '/a', 'unnamed', none)).toBe(undefined)
})
