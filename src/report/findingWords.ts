import type { Finding } from '../findings/finding.ts'
import type { Phrases } from '../recognise/phrases.ts'
import { countOf, formatBytes, formatCount } from './bytes.ts'

/** A finding in words: what it is in a line, why, and what to do. */
export interface FindingWords {
  readonly title: string
  readonly why: readonly string[]
  readonly remedy: string
}

/** The one place where findings get words; a framework's own phrases come before the general ones. */
export function findingWords(finding: Finding, phrasesOf: (framework: string) => Phrases | undefined): FindingWords {
  const { title, counts, why, remedy } = generalWords(finding)
  const own = phrasesOf(finding.framework)?.[finding.code]
  const { packages } = finding.facts
  const causes = [own?.why ?? why, ...counts]
  if (packages !== undefined)
    return {
      title,
      why: [...causes, `Registered by ${packages}.`],
      remedy: remedyInPackages(finding, String(packages)),
    }
  const before = Object.entries(own?.before ?? {}).flatMap(([fact, words]) =>
    Number(finding.facts[fact]) > 0 ? [words] : [],
  )
  return { title, why: causes, remedy: [...before, own?.remedy ?? remedy].join(' ') }
}

/** What the app can do where its own code registers none of the routes. */
const remedyInPackages = ({ count }: Finding, packages: string): string =>
  `No code of the app's registers ${count === 1 ? 'it' : 'them'}: report it to ${packages}. The app can only ask for less of it, by what it calls and sets there.`

interface GeneralWords {
  readonly title: string
  /** Facts with numbers, one line each. */
  readonly counts: readonly string[]
  readonly why: string
  readonly remedy: string
}

function generalWords({ code, count, facts, framework }: Finding): GeneralWords {
  switch (code) {
    case 'dead-route-tree':
      return {
        title: `${countOf(count, 'dead route')} in ${countOf(Number(facts.routers), 'router')} left behind when the app was composed`,
        counts: [
          `${countOf(Number(facts.liveRoutes), 'route')} live; the dead ones have live copies with the same handlers.`,
        ],
        why: 'Mounting a router by copy leaves the original behind, and so does making an app twice; nothing dispatches to these routes.',
        remedy:
          'Build the nested router, or the other app, in a function, so that nothing holds it once it was mounted or has served its purpose.',
      }
    case 'repeated-validator':
    case 'repeated-serializer': {
      const thing = code === 'repeated-validator' ? 'validator' : 'serializer'
      return {
        title: `${countOf(count, thing)} generated again for an equal schema`,
        counts: [
          `${countOf(Number(facts.total), thing)} for ${countOf(Number(facts.groups), 'distinct schema')}; one was generated ${countOf(Number(facts.largestGroup), 'time')}.`,
          ...(Number(facts.apart) > 0
            ? [
                `${formatCount(Number(facts.apart))} could go only if one instance of ${framework} generated them all: each shares its own.`,
              ]
            : []),
          ...(Number(facts.spare) > 0
            ? [
                `${countOf(Number(facts.spare), `instance of ${framework}`, `instances of ${framework}`)} would go as well, having generated nothing else.`,
              ]
            : []),
        ],
        why: `An equal schema in a new object gets a ${thing} of its own.`,
        remedy: 'Create each schema once, at module scope, and hand the same object to every route and mount.',
      }
    }
    case 'head-twin':
      return {
        title: `${countOf(count, 'HEAD route')} added beside GET routes, each with parts of its own`,
        counts: cached(facts.cachedBytes),
        why: 'The framework adds a HEAD route to every GET route by itself.',
        remedy: 'Turn the automatic HEAD routes off.',
      }
    case 'alias-route':
      return {
        title: `${countOf(count, 'route')} registered again with a slash at the end`,
        counts: cached(facts.cachedBytes),
        why: 'The same handler is registered with and without the slash.',
        remedy: 'Register one of the two, and let the router ignore the slash at the end.',
      }
    case 'shadowed-route':
      return {
        title: `${countOf(count, 'route')} that an earlier equal route or a copy always answers for`,
        counts: [
          ...(Number(facts.bySlash) > 0
            ? [`${formatCount(Number(facts.bySlash))} of them differ by a slash at the end, which the router ignores.`]
            : []),
          ...cached(facts.cachedBytes),
        ],
        why: 'Same method, path and handler, registered twice in one router.',
        remedy:
          Number(facts.bySlash) === count
            ? 'Register one path of the two; it answers with the slash and without it.'
            : 'Register each router once; look for a module that is mounted twice.',
      }
    case 'repeated-schema':
      return {
        title: `${repeatedSchemas(count, Number(facts.parts))} held again with equal contents`,
        counts: [
          ...(Number(facts.total) > 0
            ? [`${countOf(Number(facts.total), 'document')} with ${countOf(Number(facts.groups), 'distinct content')}.`]
            : []),
          ...(Number(facts.parts) > 0
            ? [
                `${countOf(Number(facts.partGroups), 'content')} of objects that are built again inside schemas that differ otherwise.`,
              ]
            : []),
        ],
        why: 'A schema written inside a function is built anew at every call, and one that is written twice is held twice.',
        remedy: 'Create each schema once, at module scope, or add it once by $id and refer to it with $ref.',
      }
    case 'repeated-document':
      return {
        title: `${countOf(count, 'OpenAPI document')} held again with equal contents`,
        counts: [
          `${countOf(Number(facts.total), 'document')} with ${countOf(Number(facts.groups), 'distinct content')}.`,
        ],
        why: 'A document that is generated, parsed or cloned again is a whole new one, and the earlier one is still held.',
        remedy:
          'Make the document once, and hand the same object to what serves it, registers routes from it and validates with it.',
      }
    case 'registry-keys':
      return {
        title:
          Number(facts.instances) > 0
            ? `${countOf(Number(facts.instances), 'more instance')} for other sets of schemas, each with their whole text as key`
            : `${countOf(count, 'more cache key')} with whole documents as text`,
        counts: [
          `${countOf(Number(facts.registries), 'cache')} with such keys.`,
          ...(Number(facts.instances) > 0
            ? [
                `${formatBytes(Number(facts.instanceBytes))} in ${countOf(Number(facts.instances), 'instance')} made for them.`,
              ]
            : []),
        ],
        why: 'The cache is keyed by the JSON text of all schemas, so each context with one more schema adds a copy of them.',
        remedy: 'Add shared schemas at the root of the app, before plugins, so that all contexts have one key.',
      }
    case 'cloned-spec':
      return {
        title: `${countOf(count, 'deep copy', 'deep copies')} of what routes were declared with`,
        counts: [],
        why: 'The library copies the whole declaration of a route, schemas included, and keeps the copy beside the original.',
        remedy: 'Keep what is large out of the declaration, or out of reach of the copy.',
      }
    case 'method-fan':
      return {
        title: `${countOf(count, 'layer')} too many in ${countOf(Number(facts.routes), 'route')} for all methods`,
        counts: [`Each function of these routes is held once for every method.`],
        why: 'The framework registers a route for all methods once for each of them.',
        remedy: 'Register one layer that answers to every method.',
      }
    case 'repeated-middleware':
      return {
        title: `${countOf(count, 'layer')} too many around ${countOf(Number(facts.functions), 'function')} that many routes name`,
        counts: [
          `One function is in ${countOf(Number(facts.largestGroup), 'layer')}.`,
          ...(Number(facts.routers) > 1
            ? [`Each of ${countOf(Number(facts.routers), 'router')} keeps one of its own.`]
            : []),
        ],
        why: 'Each route that names a function before its handler gets a layer of its own for it.',
        remedy:
          'Put such functions in front of all routes of a router, once in each router; what depends on the path of the route or its parameters stays there.',
      }
    case 'ast-locations':
      return {
        title: `${countOf(count, 'position')} of pieces of parsed documents, kept for messages`,
        counts: [],
        why: 'The parser notes of each piece of a document where it stood, and the piece keeps that.',
        remedy: 'Parse what never changes without positions.',
      }
    case 'isomorphic-subtree':
      return {
        title: `${countOf(count, 'object tree')} built again while the app was composed`,
        counts: [],
        why: 'Same structure and the same functions as trees from before composition, which are still held.',
        remedy: 'Create the originals in a function and keep no reference to them once they are mounted.',
      }
  }
}

/** Equal schemas, and equal parts of schemas that differ. */
function repeatedSchemas(count: number, parts: number): string {
  const ofParts = countOf(parts, 'part of a schema', 'parts of schemas')
  if (!(parts > 0)) return countOf(count, 'schema')
  return parts === count ? ofParts : `${countOf(count - parts, 'schema')} and ${ofParts}`
}

/** What caches hold besides, where it is worth a line. */
const cached = (bytes: string | number): string[] =>
  Number(bytes) < 1000 ? [] : [`Caches of validators hold another ${formatBytes(Number(bytes))} for them.`]
