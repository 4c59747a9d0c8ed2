import { basename, isAbsolute, relative, resolve, sep } from 'node:path'
import { cwd } from 'node:process'
import type { CaptureOptions, CaptureSummary, Target } from './capture/capture.ts'
import type { Subject } from './report/report.ts'

/** What was analysed, in which process. */
export function subjectOf(
  input: Target | { readonly kind: 'snapshot'; readonly path: string },
  options: CaptureOptions,
  summary: CaptureSummary | null,
): Omit<Subject, 'frameworks'> {
  return {
    kind: input.kind === 'module' ? 'app' : input.kind,
    name: input.kind === 'command' ? input.command.join(' ') : nameFrom(input.path, [options.cwd ?? cwd(), cwd()]),
    nodeVersion: summary?.nodeVersion ?? null,
    v8Version: summary?.v8Version ?? null,
    platform: summary?.platform ?? null,
    arch: summary?.arch ?? null,
  }
}

/** A file as seen from the first of the folders that it is below, else its name alone: no report says where a home is. */
export function nameFrom(path: string, folders: readonly string[]): string {
  const names = folders.map((folder) => relative(resolve(folder), resolve(path)))
  const below = names.find((name) => name !== '' && !name.startsWith('..') && !isAbsolute(name))
  return below?.split(sep).join('/') ?? basename(path)
}
