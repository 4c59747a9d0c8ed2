import type { CaptureOptions, Target } from './capture/capture.ts'
import { RouteheapError } from './error.ts'
import { compareSides } from './floor/compare.ts'
import type { FloorOptions } from './floor/floor.ts'
import type { FloorComparison } from './floor/result.ts'
import { boot, quiet } from './prove/boot.ts'
import { applied, checkedNames, chosenRemedies, idleNotes } from './prove/chosen.ts'
import type { Report } from './report/report.ts'

export interface FloorWithRemediesOptions extends FloorOptions {
  /** Names of the remedies to apply, instead of all that fit. */
  readonly only?: readonly string[]
  /** Told of the two boots that come before the search. */
  readonly onCapture?: CaptureOptions['onProgress']
}

/** A report whose floors are there. */
export type ReportWithFloor = Report & { readonly floor: FloorComparison }

/**
 * The floor as it is against the floor as it would be: the app is analysed once, booted once to see what each remedy can
 * take hold of, and then two floors are searched in turns, with remedies that act in one of them. The report is that
 * of the analysed boot, with the comparison in it.
 *
 * Copied routers are emptied right after their last copy, which the boot before has told, since the floor is made by the
 * most that is needed while the app boots. Throws where no remedy can be applied in memory.
 */
export async function reportWithFloor(
  target: Target,
  options: FloorWithRemediesOptions = {},
  rounds = 3,
): Promise<ReportWithFloor> {
  const { only, onCapture, ...searching } = options
  const booting = captureOptions(searching, onCapture)
  const chosen = await chosenRemedies(target, booting, checkedNames(only))
  const { names, byHand, prediction, report } = chosen
  onCapture?.({ step: 'boot', detail: 'to see what remedies take hold of' })
  const { composed } = await boot(target, quiet(booting), { names, act: false, after: {} }, async () => [])
  const remedies = applied(chosen, composed.applied)
  if (remedies.every(({ places }) => places === 0)) throw nothingToApply(report, remedies.length > 0)

  const config = { names, after: composed.lastCopies }
  const floors = await compareSides(
    { target, remedies: { ...config, act: false } },
    { target, remedies: { ...config, act: true } },
    searching,
    rounds,
  )
  const b = { ...floors.b, notes: [...floors.b.notes, ...idleNotes(remedies)] }
  return {
    ...report,
    floor: { ...floors, b, remedies: { applied: remedies, byHand, predictedBytes: prediction.bytes } },
  }
}

/** The comparison alone. */
export async function floorWithRemedies(
  target: Target,
  options: FloorWithRemediesOptions = {},
  rounds = 3,
): Promise<FloorComparison> {
  return (await reportWithFloor(target, options, rounds)).floor
}

function captureOptions(options: FloorOptions, onProgress: CaptureOptions['onProgress']): CaptureOptions {
  const { cwd, node, envFile, exportName, args, readyLog, port, timeoutMs, signal } = options
  const given = { cwd, node, envFile, exportName, args, readyLog, port, timeoutMs, signal, onProgress }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

const nothingToApply = ({ subject }: Report, areChosen: boolean): RouteheapError =>
  new RouteheapError('wrong-usage', {
    problem: areChosen
      ? `The remedies for ${subject.name} found nothing to take hold of: they need the framework as a package.`
      : `Nothing that was found in ${subject.name} can be mended in memory.`,
    hint: 'routeheap floor without --with-remedies tells its floor; routeheap prove tells what to do by hand.',
  })
