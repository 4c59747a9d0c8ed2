import type { Attribution } from '../attribute/attribution.ts'
import { type Caches, cachesOf } from '../attribute/cacheEntries.ts'
import { type Removal, removal } from '../attribute/removal.ts'
import type { Entries } from '../liveness/entries.ts'
import type { State, States } from '../liveness/states.ts'
import type { Heap } from '../recognise/heap.ts'
import {
  isValidator,
  type Mark,
  type RegistryMark,
  type RouteMark,
  type SchemaMark,
  type ValidatorMark,
} from '../recognise/mark.ts'
import type { IsOwnFile } from '../recognise/ownFiles.ts'
import type { Registrar } from '../recognise/registrars.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import type { Severity } from './finding.ts'
import { going } from './going.ts'

/** What findings are made from: one heap, recognised, attributed, with states. */
export interface HeapFacts {
  readonly heap: Heap
  readonly marks: readonly Mark[]
  /** Schemas that are no marks, since only other schemas hold them. */
  readonly innerSchemas: readonly SchemaMark[]
  readonly attribution: Attribution
  readonly states: States
  /** Routes that a server was seen to lead to, or to the router of; null where that is not known. */
  readonly reached: ReadonlySet<RouteMark> | null
  /** Whether a server leads to any route at all; without, nobody knows which of them are dead. */
  readonly servesRoutes: boolean
  /** Validators and serializers that do the same, two or more a group. */
  readonly equalValidators: readonly (readonly ValidatorMark[])[]
  /** By NodeIndex: 1 for what came with composition; null where there is no snapshot from before. */
  readonly isNew: Uint8Array | null
  readonly isOwnFile: IsOwnFile
  /** The installed package that registered a route of its own, where a probe saw it. */
  readonly registrarOf: (route: RouteMark) => Registrar | undefined
  /** Where requests come in. */
  readonly entries: Entries
}

export const routesOf = ({ marks }: Pick<HeapFacts, 'marks'>): RouteMark[] =>
  marks.filter((mark) => mark.kind === 'route')

export const routesIn = (facts: HeapFacts, state: State): RouteMark[] =>
  routesOf(facts).filter((route) => facts.states.get(route) === state)

export const registriesOf = (facts: HeapFacts): RegistryMark[] => facts.marks.filter((mark) => mark.kind === 'registry')

/** Bytes that these marks alone hold: what goes with them while every cache keeps what it has. */
export const retainedBy = (facts: HeapFacts, removable: readonly Mark[]): Bytes =>
  removal(facts.attribution, going(facts.marks, removable), null).bytes

const known = new WeakMap<HeapFacts, Caches>()

/** What goes if these marks had never been: caches that only they filled are emptied of them. */
export function neverMade(facts: HeapFacts, removable: readonly Mark[]): Removal {
  const caches = known.get(facts) ?? cachesOf(facts.attribution, registriesOf(facts), contentsOf(facts))
  known.set(facts, caches)
  return removal(facts.attribution, going(facts.marks, removable), caches)
}

/** Bytes of that. */
export const saving = (facts: HeapFacts, removable: readonly Mark[]): Bytes => neverMade(facts, removable).bytes

/** What caches of validators hold for others. */
export const contentsOf = ({ marks }: HeapFacts): Mark[] =>
  marks.filter((mark) => isValidator(mark) || mark.kind === 'schema' || mark.kind === 'route')

/** Error from 1 MB or a tenth of the owned bytes (but 100 kB at least), warning from 20 kB, else a note. */
export function severityOf(savingBytes: Bytes, attribution: Attribution): Severity {
  const owned = attribution.reachableBytes - attribution.backgroundBytes
  if (savingBytes >= 1_000_000 || (savingBytes >= 100_000 && savingBytes >= owned / 10)) return 'error'
  return savingBytes >= 20_000 ? 'warning' : 'note'
}

/** Groups in order of first appearance; `undefined` keys are left out. */
export function groupsBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key | undefined): Item[][] {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups.values()]
}
