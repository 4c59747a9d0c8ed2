import type { Target } from '../capture/capture.ts'
import type { Bytes } from '../snapshot/snapshot.ts'
import { type Begun, begun } from './begun.ts'
import { withBench } from './bench.ts'
import type { FloorOptions } from './floor.ts'
import { foundFloor, stepFor } from './foundFloor.ts'
import type { Side } from './program.ts'
import type { Floor, FloorComparison, FloorRound } from './result.ts'

/** Searches two floors in alternation: a b, b a, a b, ... Rounds after the first begin where the one before ended. */
export async function compareFloors(
  a: Target,
  b: Target,
  options: FloorOptions = {},
  rounds = 3,
): Promise<FloorComparison> {
  return compareSides({ target: a, remedies: null }, { target: b, remedies: null }, options, rounds)
}

/** The same for programs that are started with remedies in memory. */
export async function compareSides(a: Side, b: Side, options: FloorOptions, rounds: number): Promise<FloorComparison> {
  return withBench([a.target, b.target], options, async (bench) => {
    const programs = [await begun(a, bench), await begun(b, bench)] as const
    const stepBytes = stepFor(programs)
    const sides = [searching(programs[0], stepBytes), searching(programs[1], stepBytes)] as const
    const found: FloorRound[] = []
    while (found.length < rounds) {
      const order = found.length % 2 === 0 ? sides : [...sides].reverse()
      for (const each of order) await each.search()
      found.push(round(sides[0].floor(), sides[1].floor()))
    }
    return {
      schema: 'routeheap/floor-comparison@1',
      a: sides[0].floor(),
      b: sides[1].floor(),
      rounds: found,
      difference: spread(found.map(({ differenceBytes }) => differenceBytes)),
      remedies: null,
    }
  })
}

interface Searching {
  search(): Promise<void>
  floor(): Floor
}

function searching(program: Begun, stepBytes: Bytes): Searching {
  let last: Floor | undefined
  return {
    async search() {
      last = await foundFloor(program, stepBytes, last?.floorBytes)
    },
    floor: () => last!,
  }
}

const round = ({ floorBytes: aBytes }: Floor, { floorBytes: bBytes }: Floor): FloorRound => ({
  aBytes,
  bBytes,
  differenceBytes: bBytes - aBytes,
})

function spread(values: readonly number[]): FloorComparison['difference'] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return {
    meanBytes: Math.round(mean),
    lowestBytes: Math.min(...values),
    highestBytes: Math.max(...values),
    deviationBytes: values.length < 2 ? null : Math.round(Math.sqrt(squares / (values.length - 1))),
  }
}
