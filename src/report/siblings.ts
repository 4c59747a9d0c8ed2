import type { Report, RouteEntry, ValidatorEntry } from './report.ts'

/** Routes that are like one, as indices into `routes`, largest share first; that one itself is never among them. */
export interface Siblings {
  /** Answered by the same code. */
  readonly byHandler: readonly number[]
  /** Those that hold this very validator. */
  readonly holding: (validator: ValidatorEntry) => readonly number[]
  /** Those that hold another one that checks the same, and how many others there are. */
  readonly equal: (validator: ValidatorEntry) => { readonly copies: number; readonly routes: readonly number[] }
  /** Equal schemas that the route holds a copy of, and the routes that hold the others. */
  readonly bySchema: readonly { readonly schema: number; readonly routes: readonly number[] }[]
}

/** What the document says of routes like this one. One walk over its routes, and one over its validators a question. */
export function siblingsOf(report: Report, route: RouteEntry): Siblings {
  const { routes, validators, schemas } = report
  const indexOf = new Map(routes.map(({ key }, index) => [key, index]))
  const own = indexOf.get(route.key) ?? -1
  const indices = (keys: readonly string[]) =>
    [...new Set(keys.flatMap((key) => indexOf.get(key) ?? []))].filter((index) => index !== own).sort((a, b) => a - b)
  return {
    byHandler: routes.flatMap(({ handler }, index) =>
      handler !== null && handler === route.handler && index !== own ? [index] : [],
    ),
    holding: (validator) => indices(validator.routes),
    equal: (validator) => {
      const { group } = validator
      const others = validators.filter((each) => group !== null && each.group === group && each !== validator)
      return { copies: others.length, routes: indices(others.flatMap(({ routes }) => routes)) }
    },
    bySchema: schemas.flatMap((equal, schema) =>
      equal.routes.includes(own) ? [{ schema, routes: equal.routes.filter((index) => index !== own) }] : [],
    ),
  }
}
