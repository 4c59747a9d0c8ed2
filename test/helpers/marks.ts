import type { RegistryMark, RouteMark, RouterMark, SchemaMark, ValidatorMark } from '../../src/recognise/mark.ts'
import type { NodeIndex } from '../../src/snapshot/snapshot.ts'

/** Marks for drawn heaps: as little as a test needs to say. */

export const route = (...leading: NodeIndex[]): RouteMark => ({
  kind: 'route',
  framework: 'drawn',
  method: 'GET',
  path: `/${leading[0]}`,
  constraints: '',
  router: null,
  leading,
  handlers: [],
  twin: null,
  middleware: false,
})

export const router = (...leading: NodeIndex[]): RouterMark => ({
  kind: 'router',
  framework: 'drawn',
  prefix: null,
  internal: false,
  leading,
})

export const registry = (...leading: NodeIndex[]): RegistryMark => ({
  kind: 'registry',
  library: 'drawn',
  name: 'cache',
  leading,
  keys: [],
})

export const schema = (...leading: NodeIndex[]): SchemaMark => ({
  kind: 'schema',
  library: 'drawn',
  key: null,
  leading,
})

export const validator = (closure: NodeIndex, schema: NodeIndex | null): ValidatorMark => ({
  kind: 'validator',
  library: 'drawn',
  closure,
  schema,
  source: null,
  part: null,
  leading: [closure],
})
