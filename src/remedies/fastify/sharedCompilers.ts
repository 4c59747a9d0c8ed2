import { ownBuilder } from './ownBuilder.ts'
import { type BuildSerializer, sharedSerializers } from './sharedSerializers.ts'
import { sharedValidators } from './sharedValidators.ts'

/** The options of Fastify that are added to. */
interface Options {
  readonly ajv?: { readonly plugins?: readonly unknown[] }
  readonly schemaController?: { readonly compilersFactory?: object }
}

/** What is added, in the types of Fastify 4 and 5 alike. */
export interface SharedCompilers {
  readonly ajv: { readonly plugins: AjvPlugin[] }
  readonly schemaController: { readonly compilersFactory: { readonly buildSerializer?: SerializerFactory } }
}
// biome-ignore lint/suspicious/noExplicitAny: a plugin of any instance of Ajv, as Ajv itself declares it.
type AjvPlugin = (ajv: any) => any
// biome-ignore lint/suspicious/noExplicitAny: a factory of serializers, as Fastify itself declares it.
type SerializerFactory = (externals: any, options?: any) => any

/**
 * Options for Fastify 4 and 5 that make equal schemas share one validator and one serializer, across routes, mounts,
 * plugins and HEAD routes:
 *
 *     const app = fastify(sharedCompilers({ logger: true }))
 *
 * What is given is kept; `ajv.plugins` gets one more, in front. Validators and serializers that the app compiles in its
 * own way (`setValidatorCompiler`, `buildValidator`, `buildSerializer`) stay as they are. Fastify's own compiler of
 * serializers is found where Fastify reads these options; inside a bundle it cannot be, and serializers are shared only
 * where `buildSerializer` hands it in: `sharedCompilers(options, SerializerSelector())`.
 */
export function sharedCompilers<Given extends object = object>(
  options?: Given,
  buildSerializer?: BuildSerializer,
): Given & SharedCompilers {
  const { ajv, schemaController } = (options ?? {}) as Options
  const given = schemaController?.compilersFactory
  const factory = { ...given }
  if ((given as { buildSerializer?: unknown } | undefined)?.buildSerializer == null)
    Object.defineProperty(factory, 'buildSerializer', {
      enumerable: true,
      configurable: true,
      get(): BuildSerializer | undefined {
        const build = buildSerializer ?? ownBuilder()
        return build === undefined ? undefined : sharedSerializers(build)
      },
    })
  return {
    ...options,
    ajv: { ...ajv, plugins: [sharedValidators, ...(ajv?.plugins ?? [])] },
    schemaController: { ...schemaController, compilersFactory: factory },
  } as unknown as Given & SharedCompilers
}
