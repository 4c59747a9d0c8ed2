import type { Report } from '../index.ts'

type ListName = 'routes' | 'routers' | 'validators' | 'findings' | 'holders'

/** An index that a part of a report has, the list that it is of, and whose it is. */
interface Reference {
  readonly of: string
  readonly list: ListName
  readonly index: number | null
}

/**
 * The first index in a report that leads into none of its lists, in words; null where all of them fit. A document that was
 * edited or cut is told so, and no renderer has to look.
 */
export function danglingIndex(report: Report): string | null {
  for (const { of, list, index } of references(report)) {
    if (index === null || (Number.isInteger(index) && index >= 0 && index < report[list].length)) continue
    return `${of} refers to number ${index} of ${list}, of which there are ${report[list].length}`
  }
  return null
}

function* references({ routes, schemas, findings, duplicates }: Report): Generator<Reference> {
  const all = (of: string, list: ListName, indices: readonly (number | null)[]) =>
    indices.map((index) => ({ of, list, index }))
  for (const [i, { router, validators, sharedWith }] of routes.entries()) {
    yield* all(`routes[${i}]`, 'routers', [router])
    yield* all(`routes[${i}]`, 'validators', validators)
    for (const { kind, index } of (sharedWith ?? []).flatMap(({ others }) => others))
      if (kind !== 'other') yield { of: `routes[${i}]`, list: `${kind}s`, index }
  }
  for (const [i, schema] of schemas.entries()) yield* all(`schemas[${i}]`, 'routes', schema.routes)
  for (const [i, { holders }] of findings.entries()) yield* all(`findings[${i}]`, 'holders', holders)
  for (const [i, { finding, router, routes, others, holder }] of duplicates.entries()) {
    yield* all(`duplicates[${i}]`, 'findings', [finding])
    yield* all(`duplicates[${i}]`, 'routers', [router])
    yield* all(`duplicates[${i}]`, 'routes', [...routes, ...others])
    yield* all(`duplicates[${i}]`, 'holders', [holder])
  }
}
