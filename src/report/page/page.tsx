import { useEffect } from 'preact/hooks'
import type { Difference } from '../../diff/difference.ts'
import type { Report } from '../report.ts'
import { isDifference } from '../words.ts'
import { closeContent } from './contentDetail.tsx'
import { DifferenceSections } from './difference.tsx'
import { Duplicates } from './duplicates.tsx'
import { Findings } from './findings.tsx'
import { FloorSection } from './floor.tsx'
import { HeapMap } from './map.tsx'
import { Method } from './method.tsx'
import { Panel } from './panel.tsx'
import type { Payload } from './payload.ts'
import { Phases } from './phases.tsx'
import { PrintedRoutes } from './print.tsx'
import { ProofSection } from './proof.tsx'
import { Routes } from './routes.tsx'
import { EditorSetting, SourceRepository } from './source.tsx'
import { Name } from './text.tsx'
import { Validators } from './validators.tsx'
import { Subject, Verdict } from './verdict.tsx'
import { currentView, show, useView } from './view.ts'

const sectionsOfReport = ({ proof, floor }: Report) => [
  'verdict',
  'findings',
  'duplicates',
  ...(proof === null ? [] : ['proof']),
  ...(floor === null ? [] : ['floor']),
  'phases',
  'map',
  'routes',
  'validators',
  'method',
]
const sectionsOfDifference = ['verdict', 'changes', 'categories', 'findings', 'routes', 'validators', 'method']

/** The whole page, for a report or for a difference. */
export function Page({ payload }: { payload: Payload }) {
  const { document: shown } = payload
  useEffect(() => {
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <SourceRepository.Provider value={isDifference(shown) ? null : shown.repository}>
      <header class="top">
        {isDifference(shown) ? <Sides difference={shown} /> : <Subject report={shown} />}
        <Tools payload={payload} />
      </header>
      <Place />
      <Sections names={isDifference(shown) ? sectionsOfDifference : sectionsOfReport(shown)} />
      <main>{isDifference(shown) ? <DifferenceSections difference={shown} /> : <ReportSections report={shown} />}</main>
      {!isDifference(shown) && <Panel report={shown} />}
    </SourceRepository.Provider>
  )
}

/** Puts the theme in force, and the section of the view in sight. */
function Place() {
  const { section, theme, query } = useView()
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
  }, [theme])
  useEffect(() => {
    if (section !== '') document.getElementById(section)?.scrollIntoView()
  }, [section, query.startsWith('finding:')])
  return null
}

function ReportSections({ report }: { report: Report }) {
  return (
    <>
      <Verdict report={report} />
      <Findings report={report} />
      <Duplicates report={report} />
      {report.proof !== null && <ProofSection proof={report.proof} />}
      {report.floor !== null && <FloorSection floor={report.floor} />}
      <Phases report={report} />
      <HeapMap report={report} />
      <Routes report={report} />
      <PrintedRoutes report={report} />
      <Validators report={report} />
      <Method report={report} />
    </>
  )
}

function Sides({ difference }: { difference: Difference }) {
  return (
    <div class="subject">
      <h1>
        <Name text={difference.a} /> <span class="muted">→</span> <Name text={difference.b} />
      </h1>
      <p class="muted">
        matched by {difference.matchedBy} · {difference.tool.name} {difference.tool.version}
      </p>
    </div>
  )
}

function Sections({ names }: { names: readonly string[] }) {
  return (
    <nav class="sections" aria-label="Sections">
      <ul>
        {names.map((name) => (
          <li key={name}>
            <a
              href={`#section=${name}`}
              onClick={(event) => {
                event.preventDefault()
                show({ section: name })
                document.getElementById(name)?.scrollIntoView()
              }}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const nextTheme = { auto: 'dark', dark: 'light', light: 'auto' } as const

function Tools({ payload }: { payload: Payload }) {
  const { theme } = useView()
  return (
    <div class="tools">
      {!isDifference(payload.document) && <EditorSetting />}
      <button type="button" onClick={() => show({ theme: nextTheme[theme] })}>
        Theme: {theme}
      </button>
      <button type="button" onClick={() => save(payload)}>
        Save JSON
      </button>
    </div>
  )
}

/** Saves the document as it is, byte for byte what --json prints. */
function save({ json, document: shown }: Payload): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([json()], { type: 'application/json' }))
  link.download = isDifference(shown) ? 'routeheap-diff.json' : 'routeheap-report.json'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

function onKey(event: KeyboardEvent): void {
  if (event.key === 'Escape') {
    if (currentView().route !== '') show({ route: '' })
    else if (currentView().content !== '') closeContent()
  }
  const typing = event.target instanceof HTMLInputElement
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
  const filter = document.getElementById('filter')
  filter?.focus()
  filter?.scrollIntoView({ block: 'center' })
  event.preventDefault()
}
