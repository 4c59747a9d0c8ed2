import type { HeapFacts } from '../findings/facts.ts'
import type { Finding } from '../findings/finding.ts'
import { owningRoutes } from '../findings/repeatedValidator.ts'
import type { Mark, RouteMark } from '../recognise/mark.ts'
import type { NodeIndex } from '../snapshot/snapshot.ts'
import type { EqualSchemas } from './evidence.ts'

/** Ids that are kept of each group. */
const idsKept = 20

/** Schemas, and parts of schemas, that are there more than once with equal contents, most copies first. `routeIndexOf` is the place in the document. */
export function schemaEntries(
  facts: HeapFacts,
  findings: readonly Finding[],
  routeIndexOf: (route: RouteMark) => number,
): EqualSchemas[] {
  const { id } = facts.heap.graph.snapshot.nodes
  const repeated = findings.filter(({ code }) => code === 'repeated-schema')
  const routesOf = (nodes: readonly NodeIndex[]): number[] =>
    [...new Set(nodes.flatMap((node) => owningRoutes(facts, node)).map(routeIndexOf))].sort((a, b) => a - b)
  const ofParts = repeated.flatMap(({ framework, parts = [] }) =>
    parts.map((group): EqualSchemas => {
      const nodes = group.map(({ node }) => node)
      const nodeIds = nodes.slice(0, idsKept).map((node) => id[node])
      return { library: framework, key: null, count: nodes.length, nodeIds, routes: routesOf(nodes) }
    }),
  )
  return repeated
    .flatMap(({ groups }) => groups)
    .flatMap((group): EqualSchemas[] => {
      const schemas = group.filter((mark: Mark) => mark.kind === 'schema')
      const nodes = schemas.map(({ leading }) => leading[0])
      return schemas.length === 0
        ? []
        : [
            {
              library: schemas[0].library,
              key: schemas.find(({ key }) => key !== null)?.key ?? null,
              count: schemas.length,
              nodeIds: nodes.slice(0, idsKept).map((node) => id[node]),
              routes: routesOf(nodes),
            },
          ]
    })
    .concat(ofParts)
    .sort((a, b) => b.count - a.count || a.nodeIds[0] - b.nodeIds[0])
}
