import { expect, test } from 'vitest'
import { heapView } from '../../src/recognise/heapView.ts'
import { toolMark } from '../../src/recognise/toolMark.ts'
import { heap } from '../helpers/heap.ts'

/** Two functions, of the app and of the preload, whose scripts know or do not know where their lines begin. */
const drawn = (appLineEnds: string) =>
  heap(`
    root                                   -> record app ours
    record
    app:closure                            -> internal.shared=appShared
    ours:closure                           -> internal.shared=ourShared
    appShared:code                         -> internal.script=appScript
    ourShared:code                         -> internal.script=ourScript
    appScript:code "/app/server.js"        -> ${appLineEnds}
    ourScript:code "/x/dist/preload.js"    -> internal.line_ends=ourEnds
    appEnds:code "(script line ends)" 400
    ourEnds:code "(script line ends)" 40
  `)

test('line ends are ours where every script has them: V8 made them for the snapshot', () => {
  const { graph, node } = drawn('internal.line_ends=appEnds')
  const { leading } = toolMark(heapView(graph), { node: node.record, preload: null })
  expect(leading).toEqual([node.record, node.ours, node.appEnds, node.ourEnds])
})

test('line ends are the app’s where a script has none: a stack was formatted', () => {
  const { graph, node } = drawn('')
  expect(toolMark(heapView(graph), { node: node.record, preload: null }).leading).toEqual([node.record, node.ours])
})
