import type { Heap } from '../../recognise/heap.ts'
import type { RouteMark, RouterMark } from '../../recognise/mark.ts'
import type { Recogniser } from '../../recognise/recogniser.ts'
import type { NodeIndex } from '../../snapshot/snapshot.ts'
import { type RouterRecord, routerRecords, routerShape } from './routerRecords.ts'

const framework = 'find-my-way'

/** A find-my-way router that is used by itself. */
export const recogniser: Recogniser = {
  name: 'find-my-way router',
  shape: routerShape,

  recognise(heap, node) {
    const records = routerRecords(heap, node)
    if (records === undefined || records.some((record) => isDispatched(heap, record))) return
    const router: RouterMark = { kind: 'router', leading: [node], framework, prefix: null, internal: false }
    return [router, ...records.map((record) => route(heap, record, node))]
  },
}

/** A framework on top registers its dispatcher as the handler and stores the real handler beside it. */
function isDispatched(heap: Heap, { store }: RouterRecord): boolean {
  const handler = store === undefined ? undefined : heap.property(store, 'handler')
  return handler !== undefined && heap.type(handler) === 'closure'
}

function route(heap: Heap, record: RouterRecord, router: NodeIndex): RouteMark {
  return {
    kind: 'route',
    leading: [record.node],
    framework,
    method: record.method,
    path: record.path,
    constraints: record.constraints,
    ...(record.matcher !== undefined && { matcher: record.matcher }),
    router,
    handlers: [heap.unbound(record.handler)],
    twin: null,
    middleware: false,
  }
}
