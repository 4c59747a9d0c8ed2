import { type Edits, onlyCall, withOption } from '../../recognise/edits.ts'

const adapter = (text: string) => onlyCall(text, '@nestjs/platform-fastify', ['FastifyAdapter'])

export const edits: Edits = {
  'head-twin': (text) =>
    text.includes('exposeHeadRoutes') ? null : withOption(adapter(text), 'exposeHeadRoutes: false'),
}
