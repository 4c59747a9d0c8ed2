import { expect, test } from 'vitest'
import { analyze } from '../../src/analyze.ts'
import { app } from '../capture/apps.ts'

test('the function of a middleware is where the app wrote it, and the route that answers has the key', async () => {
  const cwd = app({
    'main.ts': `import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { Controller, Get, Module, type MiddlewareConsumer } from '@nestjs/common'
@Controller('dogs')
class Dogs {
  @Get('a') a() { return 'a' }
}
@Module({ controllers: [Dogs] })
class App {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply((q: unknown, s: unknown, next: () => void) => next()).forRoutes(Dogs)
  }
}
NestFactory.create(App, { logger: false }).then((nest) => nest.listen(0))
`,
    'tsconfig.json':
      '{"compilerOptions":{"module":"commonjs","experimentalDecorators":true,"emitDecoratorMetadata":true}}',
  })
  const { routes, routers } = await analyze({ kind: 'module', path: 'main.ts' }, { cwd })
  const own = routes.filter(({ path }) => path?.startsWith('/dogs'))
  expect(Object.fromEntries(own.map(({ key, source, middleware }) => [key, [source, middleware]]))).toEqual({
    'GET /dogs/a': ['main.ts:6:13', false],
    'GET /dogs/a #2': ['main.ts:11:20', true],
  })
  // What decorates the class is called by a helper that the compiler wrote, at no place of the source.
  expect(routers.map(({ source }) => source)).not.toContainEqual(expect.stringMatching(/:(?:1[5-9]|[2-9]\d):/))
}, 60_000)

test('a version that several filters around a method ask for is told once', async () => {
  const cwd = app({
    'main.ts': `import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { Controller, Get, Module, VersioningType } from '@nestjs/common'
@Controller(['dogs', 'hounds'])
class Dogs {
  @Get(['a', 'b']) ab() { return 'ab' }
}
@Module({ controllers: [Dogs] })
class App {}
NestFactory.create(App, { logger: false }).then((nest) => {
  nest.enableVersioning({ type: VersioningType.HEADER, header: 'x-v', defaultVersion: '1' })
  return nest.listen(0)
})
`,
    'tsconfig.json':
      '{"compilerOptions":{"module":"commonjs","experimentalDecorators":true,"emitDecoratorMetadata":true}}',
  })
  const { routes } = await analyze({ kind: 'module', path: 'main.ts' }, { cwd })
  const keys = routes.flatMap(({ key, framework }) => (framework === 'nest' ? [key] : []))
  expect(keys.sort()).toEqual(['dogs/a', 'dogs/b', 'hounds/a', 'hounds/b'].map((path) => `GET /${path} [version:1]`))
}, 60_000)
