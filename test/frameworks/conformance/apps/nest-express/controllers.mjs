/**
 * Controllers and modules of an app that uses all of Nest's routing, with the decorators called as the functions that
 * they are. `wildcard` is how the adapter's router writes one; the module that is imported twice is for Express, since
 * Fastify refuses a second route of the same method and path.
 */
export function everyModule(common, RouterModule, { wildcard, importedTwice }) {
  const { All, Controller, Delete, Get, Module, Param, Patch, Post, Scope } = common

  class UsersController {
    list() {
      return []
    }
    show(id) {
      return { id }
    }
    create() {
      return {}
    }
    update() {
      return {}
    }
    remove() {}
  }
  Controller('users')(UsersController)
  method(UsersController, 'list', Get())
  method(UsersController, 'show', Get(':id'))
  method(UsersController, 'create', Post())
  method(UsersController, 'update', Patch(':id'))
  method(UsersController, 'remove', Delete(':id'))
  Param('id')(UsersController.prototype, 'show', 0)

  class OddsController {
    file() {
      return 'file'
    }
    any() {
      return 'any'
    }
  }
  Controller()(OddsController)
  method(OddsController, 'file', Get(`files/${wildcard}`))
  method(OddsController, 'any', All('any'))

  const cats = ['1', '2'].map((version) => {
    class CatsController {
      list() {
        return version
      }
    }
    Controller({ path: 'cats', version })(CatsController)
    method(CatsController, 'list', Get())
    return CatsController
  })

  class TenantsController {
    list() {
      return []
    }
  }
  Controller({ path: 'tenants', host: 'tenant.example.com' })(TenantsController)
  method(TenantsController, 'list', Get())

  class ThingsController {
    list() {
      return []
    }
    show() {
      return {}
    }
  }
  Controller(['a', 'b', 'c'])(ThingsController)
  method(ThingsController, 'list', Get('things'))
  method(ThingsController, 'show', Get('things/:id'))

  class ScopedController {
    list() {
      return []
    }
  }
  Controller({ path: 'scoped', scope: Scope.REQUEST })(ScopedController)
  method(ScopedController, 'list', Get())

  class ReportsController {
    list() {
      return []
    }
  }
  Controller('reports')(ReportsController)
  method(ReportsController, 'list', Get())

  class SharedController {
    list() {
      return []
    }
    create() {
      return {}
    }
  }
  Controller('shared')(SharedController)
  method(SharedController, 'list', Get())
  method(SharedController, 'create', Post())
  class SharedModule {}
  Module({})(SharedModule)
  const shared = (name) => ({
    module: SharedModule,
    controllers: [SharedController],
    providers: [{ provide: 'NAME', useValue: name }],
  })

  class LogMiddleware {
    use(_request, _response, next) {
      next()
    }
  }
  const [ApiModule, VersionModule, AdminModule] = [
    module(Module, {}),
    module(Module, {}),
    module(Module, { controllers: [ReportsController] }),
  ]
  class AppModule {
    configure(consumer) {
      consumer.apply(LogMiddleware).forRoutes('users')
    }
  }
  Module({
    imports: [
      ApiModule,
      VersionModule,
      AdminModule,
      RouterModule.register([
        {
          path: 'api',
          module: ApiModule,
          children: [{ path: 'v9', module: VersionModule, children: [{ path: 'admin', module: AdminModule }] }],
        },
      ]),
      ...(importedTwice ? [shared('one'), shared('two')] : [shared('one')]),
    ],
    controllers: [UsersController, OddsController, ...cats, TenantsController, ThingsController, ScopedController],
  })(AppModule)
  return AppModule
}

/** A small app with a service and pipes. */
export function cleanModule(common) {
  const { Body, Controller, Delete, Get, Inject, Injectable, Module, Param, ParseIntPipe, Post, Put } = common

  class OrdersService {
    orders = new Map()
  }
  Injectable()(OrdersService)

  const resource = (path) => {
    class ResourceController {
      constructor(service) {
        this.service = service
      }
      list() {
        return [...this.service.orders.values()]
      }
      show(id) {
        return this.service.orders.get(id)
      }
      create(order) {
        return order
      }
      replace(_id, order) {
        return order
      }
      remove(id) {
        this.service.orders.delete(id)
      }
    }
    Controller(path)(ResourceController)
    Inject(OrdersService)(ResourceController, undefined, 0)
    method(ResourceController, 'list', Get())
    method(ResourceController, 'show', Get(':id'))
    method(ResourceController, 'create', Post())
    method(ResourceController, 'replace', Put(':id'))
    method(ResourceController, 'remove', Delete(':id'))
    for (const name of ['show', 'replace', 'remove']) Param('id', ParseIntPipe)(ResourceController.prototype, name, 0)
    Body()(ResourceController.prototype, 'create', 0)
    Body()(ResourceController.prototype, 'replace', 1)
    return ResourceController
  }
  const orders = module(Module, { controllers: [resource('orders')], providers: [OrdersService] })
  const customers = module(Module, { controllers: [resource('customers')], providers: [OrdersService] })
  return module(Module, { imports: [orders, customers] })
}

function method(type, name, decorator) {
  decorator(type.prototype, name, Object.getOwnPropertyDescriptor(type.prototype, name))
}

function module(Module, options) {
  class AnyModule {}
  Module(options)(AnyModule)
  return AnyModule
}
