import { findAliasRoutes } from './aliasRoute.ts'
import { findAstLocations } from './astLocations.ts'
import { findClonedSpecs } from './clonedSpec.ts'
import { findDeadRouteTrees } from './deadRouteTree.ts'
import type { HeapFacts } from './facts.ts'
import type { Finding, Severity } from './finding.ts'
import { findHeadTwins } from './headTwin.ts'
import { findIsomorphicSubtrees } from './isomorphicSubtree.ts'
import { findMethodFans } from './methodFan.ts'
import { ofPackages } from './ofPackages.ts'
import { findRegistryKeys } from './registryKeys.ts'
import { findRepeatedDocuments } from './repeatedDocument.ts'
import { findRepeatedMiddleware } from './repeatedMiddleware.ts'
import { findRepeatedSchemas } from './repeatedSchema.ts'
import { findRepeatedValidators } from './repeatedValidator.ts'
import { findShadowedRoutes } from './shadowedRoute.ts'

const finders: readonly ((facts: HeapFacts) => Finding[])[] = [
  findDeadRouteTrees,
  findRepeatedValidators,
  findHeadTwins,
  findAliasRoutes,
  findShadowedRoutes,
  findRepeatedSchemas,
  findRepeatedDocuments,
  findRegistryKeys,
  findClonedSpecs,
  findAstLocations,
  findMethodFans,
  findRepeatedMiddleware,
  findIsomorphicSubtrees,
]

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 }

/** All findings of one heap: errors first, then by saving, then by code. */
export const findings = (facts: HeapFacts): Finding[] => allFindings(facts).told

/** The same, and what is left out of them. */
export function allFindings(facts: HeapFacts): { told: Finding[]; leftOut: Finding[] } {
  const found = finders
    .flatMap((find) => find(facts))
    .filter((finding) => finding.count > 0)
    .map((finding) => ofPackages(facts, finding))
    .sort((a, b) => rank[a.severity] - rank[b.severity] || b.savingBytes - a.savingBytes || (a.code < b.code ? -1 : 1))
  return { told: found.filter(isAboutRoutes), leftOut: found.filter((finding) => !isAboutRoutes(finding)) }
}

/** A few kB that no route has a part in are not what the report is about. */
const isAboutRoutes = ({ code, severity, routes }: Finding): boolean =>
  severity !== 'note' || routes.length > 0 || code === 'registry-keys' || code === 'isomorphic-subtree'
