import { type PartName, partNames } from '../attribute/parts.ts'
import { owningRoutes } from '../findings/repeatedValidator.ts'
import { isValidator, type RouteMark, type ValidatorMark } from '../recognise/mark.ts'
import { type Bytes, selfSize } from '../snapshot/snapshot.ts'
import type { Described } from './document.ts'
import type { ValidatorEntry, ValidatorParts } from './report.ts'

/** Validators and serializers, largest share first, and which of them each route holds. */
export function validatorEntries(
  input: Described,
  keys: ReadonlyMap<RouteMark, string>,
): { entries: ValidatorEntry[]; indicesOf: (route: RouteMark) => readonly number[] } {
  const { facts, validatorBytes: own } = input
  const { heap } = facts
  const { nodes } = heap.graph.snapshot
  const found = own.owners.flatMap((mark, owner) => (isValidator(mark) ? { mark, owner } : []))
  found.sort((a, b) => own.share[b.owner] - own.share[a.owner] || a.mark.closure - b.mark.closure)

  const groups = new Map(facts.equalValidators.flatMap((group) => group.map((mark) => [mark, group] as const)))
  const numbers = new Map<readonly ValidatorMark[], number>()
  const numberOf = (group: readonly ValidatorMark[] | undefined): number | null => {
    if (group === undefined) return null
    const number = numbers.get(group) ?? numbers.size
    numbers.set(group, number)
    return number
  }
  const indices = new Map<RouteMark, number[]>()
  const entries = found.map(({ mark, owner }, at): ValidatorEntry => {
    const routes = owningRoutes(facts, mark.closure)
    for (const route of routes) {
      const list = indices.get(route)
      if (list === undefined) indices.set(route, [at])
      else list.push(at)
    }
    return {
      kind: mark.kind,
      library: mark.library,
      key: mark.schema === null ? null : (heap.stringProperty(mark.schema, '$id') ?? null),
      part: mark.part,
      exclusiveBytes: own.exclusive[owner],
      shareBytes: own.share[owner],
      parts: partsOf(input, owner),
      sourceBytes: mark.source === null ? 0 : selfSize(nodes, mark.source),
      routes: routes.map((route) => keys.get(route) ?? ''),
      group: numberOf(groups.get(mark)),
      nodeId: nodes.id[mark.closure],
    }
  })
  return { entries, indicesOf: (route) => indices.get(route) ?? [] }
}

function partsOf({ validatorBytes, validatorParts }: Described, owner: number): ValidatorParts {
  const bytesOf = (name: PartName): Bytes => validatorParts[owner * partNames.length + partNames.indexOf(name)]
  const [sourceText, code, schema] = (['sourceText', 'bytecode', 'schemas'] as const).map(bytesOf)
  return { sourceText, code, schema, closure: validatorBytes.share[owner] - sourceText - code - schema }
}
