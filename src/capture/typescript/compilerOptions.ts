import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import type { TypeScriptConfig } from '../inside/config.ts'
import { tsconfigOf } from './tsconfig.ts'

/** What tsconfig means for the compiler. */
export interface Compiler {
  readonly swcPath: string
  /** Options of swc for one file. */
  options(file: string, format: 'module' | 'commonjs'): Record<string, unknown>
  readonly salt: string
  readonly paths: TypeScriptConfig['paths']
  /** What was odd about the tsconfig. */
  readonly notes: readonly string[]
}

/** What the tsconfig of the entry means; the defaults of swc where there is none. */
export function compilerFor(entry: string): Compiler {
  const found = tsconfigOf(entry)
  const config = found?.options ?? {}
  const swcPath = resolveSwc(entry)
  const swcVersion = JSON.parse(readFileSync(createRequire(swcPath).resolve('@swc/core/package.json'), 'utf8')).version
  const target = String(config.target ?? 'es2022').toLowerCase()
  const modern = /^es(next|20(2[2-9]|[3-9]\d))$/.test(target)
  const automatic = config.jsx === 'react-jsx' || config.jsx === 'react-jsxdev'
  const legacyDecorators = config.experimentalDecorators === true
  const transform = {
    legacyDecorator: legacyDecorators,
    decoratorMetadata: config.emitDecoratorMetadata === true,
    ...(legacyDecorators ? {} : { decoratorVersion: '2022-03' }),
    useDefineForClassFields: config.useDefineForClassFields ?? modern,
    verbatimModuleSyntax: config.verbatimModuleSyntax === true,
    react: {
      runtime: automatic ? 'automatic' : 'classic',
      ...(automatic
        ? { importSource: config.jsxImportSource ?? 'react' }
        : {
            pragma: config.jsxFactory ?? 'React.createElement',
            pragmaFrag: config.jsxFragmentFactory ?? 'React.Fragment',
          }),
    },
  }
  // `with { type: 'json' }`, which Node asks for. Older copies of swc know the option by this name alone.
  const experimental = { keepImportAssertions: true }
  return {
    swcPath,
    salt: JSON.stringify([swcVersion, transform, experimental]),
    paths: pathsOf(found === null ? null : dirname(found.path), config),
    notes: found?.isDamaged === true ? [damaged] : [],
    options: (file, format) => ({
      filename: file,
      swcrc: false,
      configFile: false,
      sourceMaps: true,
      module: { type: format === 'module' ? 'es6' : 'commonjs' },
      jsc: {
        target: 'es2022',
        keepClassNames: true,
        parser: /\.jsx$/.test(file)
          ? { syntax: 'ecmascript', jsx: true, decorators: true }
          : { syntax: 'typescript', tsx: /\.tsx$/.test(file), decorators: true },
        transform,
        experimental,
      },
    }),
  }
}

const damaged =
  'The tsconfig.json of the app is no valid JSON, and what could be read of it was used: npx tsc --showConfig says where it is damaged.'

function pathsOf(
  folder: string | null,
  config: { baseUrl?: string; paths?: Record<string, string[]> },
): TypeScriptConfig['paths'] {
  if (folder === null) return []
  const base = resolve(folder, config.baseUrl ?? '.')
  const paths = Object.entries(config.paths ?? {}).map(([pattern, substitutions]) => ({
    pattern,
    substitutions: substitutions.map((substitution) => resolve(base, substitution)),
  }))
  return config.baseUrl === undefined ? paths : [...paths, { pattern: '*', substitutions: [`${base}/*`] }]
}

/** The copy of swc that the app has, else ours. */
function resolveSwc(entry: string): string {
  try {
    return createRequire(entry).resolve('@swc/core')
  } catch {
    return createRequire(import.meta.url).resolve('@swc/core')
  }
}
