import type { Boot, Probe } from '../../capture/inside/probe.ts'

/** The sliver of a schema that is used here. */
interface Schema {
  getQueryType(): RootType | null | undefined
  getMutationType(): RootType | null | undefined
  getSubscriptionType(): RootType | null | undefined
}

interface RootType {
  getFields(): Record<string, object>
}

type SchemaClass = new (...args: unknown[]) => Schema

const attached = new WeakSet<object>()

export const probe: Probe = {
  module: 'graphql',
  versions: '>=15 <17',
  files: /^type\/schema\.js$/,

  attach(boot, exports) {
    const owner = (exports ?? {}) as { GraphQLSchema?: SchemaClass }
    const { GraphQLSchema } = owner
    if (typeof GraphQLSchema !== 'function' || attached.has(GraphQLSchema)) return
    attached.add(GraphQLSchema)
    // All other files of the package look the class up here when they need it. The prototype stays the same.
    owner.GraphQLSchema = new Proxy(GraphQLSchema, {
      construct(target, args, newTarget) {
        boot.declared()
        const schema = Reflect.construct(target, args, newTarget) as Schema
        report(boot, schema)
        return schema
      },
    })
    attached.add(owner.GraphQLSchema)
  },
}

function report(boot: Boot, schema: Schema): void {
  boot.router({ framework: 'graphql', prefix: null }, [schema])
  const types = {
    QUERY: schema.getQueryType(),
    MUTATION: schema.getMutationType(),
    SUBSCRIPTION: schema.getSubscriptionType(),
  }
  for (const [method, type] of Object.entries(types)) {
    for (const [path, field] of Object.entries(type?.getFields() ?? {})) {
      boot.route({ framework: 'graphql', method, path }, [field])
    }
  }
}
