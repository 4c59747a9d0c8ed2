import type { Heap } from '../recognise/heap.ts'
import { exportsOf, fileOf } from '../recognise/moduleExports.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import { remembered } from '../recognise/remembered.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import { atHand } from './atHand.ts'
import { canBeNamed, readableScopes } from './canBeNamed.ts'
import { type FunctionNames, functionNamesOf, isNamed } from './functionNames.ts'
import { functionsInside, type Read } from './functionsInside.ts'
import { furtherInside, goesOnTo, type Held, mostSteps } from './furtherInside.ts'
import { leadingFrom } from './leadingTo.ts'
import { isData, isObject, methods } from './methods.ts'
import { isMinified, moduleScope, namedValues, variablesAround } from './namedValues.ts'
import { onTheWay, optionsOf, targets, wrappedBy } from './onTheWay.ts'

/** What a name in a text means, and what is done with it there. */
interface Meant {
  readonly value: NodeIndex
  /** More than to read a property of it. */
  readonly isUsed: boolean
  /** It stands alone: what becomes of it, and of what it has inside, the text does not say. */
  readonly isHandedOn: boolean
}

/**
 * Which of these routers a function on the way of requests uses by a variable of the functions around it, of its module, or an import, or
 * by what one of these has inside: by the texts of the app's own functions, and of those that they name. In `table[version].fetch(...)`
 * nothing but the text tells that the router is called, and in `router.routes.length` that it is only read. An object one property away
 * from the router must be named with that property, or handed on; one further away that leads to the copies as well is the app as a
 * whole.
 */
export function usedInScopes(
  heap: Heap,
  { reached, isOwnFile }: { readonly reached: Uint8Array; readonly isOwnFile: IsOwnFile },
  held: readonly Held[],
  handlers: readonly NodeIndex[],
): ReadonlySet<NodeIndex> {
  const found = new Set<NodeIndex>()
  if (held.length === 0) return found
  const wanted = new Set(held.map(({ router }) => router))
  const further = furtherInside(heap, held)
  const leads = leadingFrom(heap, wanted, mostSteps)
  const leadingOn = remembered((value) =>
    isData(heap, value)
      ? []
      : heap.entries(value).filter(({ target }) => !wanted.has(target) && leads(target).size > 0),
  )
  const nearOf = remembered((value) => atHand(heap, value, wanted))
  const [namesOf, exportOf] = [functionNamesOf(heap), exportsOf(heap)]
  const functions = [...onTheWay(heap, reached), ...handlers]
  const scopeOf = readableScopes(heap, isOwnFile)
  const nothing = new Uint8Array(heap.graph.nodeCount)
  const isInModules = canBeNamed(heap, { wanted, inside: further }, scopeOf, nothing)
  const goneOnTo = functionsInside(heap)
  const open: Read[] = functions.map((function_) => ({ function_ }))
  const [seen, values, kinds] = [new Set<string>(), new Set<NodeIndex>(), new Set<number>()]
  for (let next = open.pop(); next !== undefined && found.size < wanted.size; next = open.pop()) {
    const closure = heap.unbound(next.function_)
    const receiver = next.receiver ?? heap.internal(next.function_, 'bound_this')
    if (seen.size === seen.add(`${next.function_} ${receiver}`).size) continue
    if (!isOwnFile(fileOf(heap, closure) ?? 'node:')) {
      for (const given of optionsOf(heap, closure)) if (wanted.has(given)) found.add(given)
      open.push(...wrappedBy(heap, closure).map((function_) => ({ function_ })))
      continue
    }
    const module = moduleScope(heap, closure)
    // There, what a library made for a router names it as well.
    const isOfLibrary = module !== undefined && isMinified(heap, module)
    const around = variablesAround(heap, closure).filter(([, value]) => !isOfLibrary || heap.type(value) === 'closure')
    if (receiver !== undefined) around.push(['this', receiver])
    const scope = isInModules ? scopeOf(closure) : undefined
    // Of one text and one module, they mean the same there.
    const kind = (heap.sharedFunction(closure) ?? closure) * heap.graph.nodeCount + (scope ?? 0)
    const isNew = scope !== undefined && kinds.size < kinds.add(kind).size
    const bound = closure === next.function_ ? [] : targets(heap, next.function_, 'shortcut')
    const names = around.length + bound.length === 0 && !isNew ? undefined : namesOf(closure)
    if (names === undefined) continue
    for (const value of bound) addUsed({ value, isUsed: true, isHandedOn: true }, names, false)
    for (const [name, value] of around) {
      if (isPrivateMethod(name) && names.properties.has(name)) {
        const receivers = around.flatMap(([name, value]) => (name === 'this' ? [value] : []))
        open.push(...receivers.map((receiver) => ({ function_: value, receiver })))
      }
      if (names.all.has(name)) {
        // What a router does itself is no use of it, and its own functions may be in the app's file, a bundle.
        const isUsed = name !== 'this' && names.used.has(name)
        if (isOfLibrary && name !== 'this') open.push({ function_: value })
        else addUsed({ value, isUsed, isHandedOn: names.handedOn.has(name) }, names, false)
      }
    }
    if (isNew) for (const meant of meantInModule(closure, scope, names)) addUsed(meant, names, true)
  }
  return found

  function meantInModule(closure: NodeIndex, scope: NodeIndex, names: FunctionNames): Meant[] {
    const by = (words: ReadonlySet<string>) =>
      namedValues(heap, { closure, scope, names: words, text: names }, exportOf)
    const all = by(names.all)
    const none: ReadonlySet<NodeIndex> = new Set()
    const used = all.some((value) => nearOf(value).length + further(value).length > 0) ? new Set(by(names.used)) : none
    const handedOn = all.some((value) => isObject(heap, value)) ? new Set(by(names.handedOn)) : none
    return all.map((value) => ({ value, isUsed: used.has(value), isHandedOn: handedOn.has(value) }))
  }

  function addUsed(
    { value, isUsed, isHandedOn }: Meant,
    names: FunctionNames,
    ofModule: boolean,
    steps = mostSteps,
  ): void {
    if (values.size < values.add(value).size) open.push(...methods(heap, value).map((function_) => ({ function_ })))
    const near = nearOf(value)
    const used = near.filter(({ router, property }) => {
      if (router === value) return isUsed
      return property === undefined || isHandedOn || names.looksUp || isNamed(names, property)
    })
    const far = further(value).filter((router) => near.every((one) => one.router !== router))
    const goesOn = (router: NodeIndex) =>
      !ofModule || isHandedOn || goesOnTo(heap, value, names, (next) => further(next).includes(router))
    for (const router of [...used.map(({ router }) => router), ...far.filter(goesOn)]) found.add(router)
    open.push(...goneOnTo(value, names, isHandedOn))
    if (leads(value).size === 0) return
    if (steps === 0) return
    for (const { name, target } of leadingOn(value)) {
      if (isNamed(names, name)) addUsed({ value: target, isUsed: false, isHandedOn: false }, names, true, steps - 1)
    }
  }
}

/** The class has it by this name, and each object by the class. */
const isPrivateMethod = (name: string): boolean => name.startsWith('#')
