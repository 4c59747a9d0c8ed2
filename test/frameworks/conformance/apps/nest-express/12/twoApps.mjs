import 'reflect-metadata'
import * as common from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger'
import { cleanModule } from '../controllers.mjs'

/** Two servers of the same controllers, the second with versions in its paths, and a document for each. */
export async function everything() {
  const AppModule = cleanModule(common)
  const apps = []
  for (const defaultVersion of [undefined, ['1', '2']]) {
    const app = await NestFactory.create(AppModule, new ExpressAdapter(), { logger: false })
    if (defaultVersion !== undefined) app.enableVersioning({ type: common.VersioningType.URI, defaultVersion })
    await app.listen(0, '127.0.0.1')
    apps.push(app)
  }
  const options = new DocumentBuilder().setTitle('orders').build()
  globalThis.kept = { apps, documents: apps.map((app) => SwaggerModule.createDocument(app, options)) }
  const paths = [5, 10].flatMap((count) => Array.from({ length: count }))
  return { listed: paths.map(() => 'two controllers, five methods each'), app: apps[0] }
}
