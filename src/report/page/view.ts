import { useLayoutEffect, useReducer } from 'preact/hooks'
import { type Editor, editors } from '../places.ts'

/** What is shown and how. All of it is in the URL, so that a link shows the same. */
export interface View {
  readonly section: string
  /** The filter of the routes; facets are terms of it. */
  readonly query: string
  readonly sort: string
  readonly descending: boolean
  /** Names of the columns of the routes, with commas between; empty for those that are shown at first. */
  readonly columns: string
  /** Key of the route whose panel is open. */
  readonly route: string
  readonly map: 'icicle' | 'treemap'
  /** What fills the map: the number of its node; `12~40` for what is left of it after its first 40 children. */
  readonly zoom: string
  /** What is looked for in the map, in the words of the filter. */
  readonly find: string
  /** Numbers of the duplicate trees that are open, `+` behind those of which all routes are shown; `none` of none. */
  readonly trees: string
  /** How validators and schemas are sorted: a column, `-` in front for the least first. */
  readonly contents: string
  /** DevTools id of the first of the validators or schemas that are opened. */
  readonly content: string
  readonly theme: 'auto' | 'light' | 'dark'
  /** What opens the files that the report names; empty for no links. */
  readonly editor: Editor | ''
  /** Where these files are on this machine; empty for the guess from where the report is. */
  readonly folder: string
}

const initial: View = {
  section: '',
  query: '',
  sort: 'share',
  descending: true,
  columns: '',
  route: '',
  map: 'icicle',
  zoom: '0',
  find: '',
  trees: '0',
  contents: 'share',
  content: '',
  theme: 'auto',
  editor: '',
  folder: '',
}

/** The fragment for a view: only what differs from the first view. */
export function fragmentOf(view: View): string {
  const fields = new URLSearchParams()
  for (const name of Object.keys(initial) as (keyof View)[]) {
    if (view[name] !== initial[name]) fields.set(name, String(view[name]))
  }
  const text = fields.toString()
  return text === '' ? '' : `#${text}`
}

/** The view that a fragment asks for. What it does not know, it leaves as it is at first. */
export function viewOf(fragment: string): View {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''))
  const text = (name: keyof View) => fields.get(name) ?? String(initial[name])
  const theme = text('theme')
  return {
    section: text('section'),
    query: text('query'),
    sort: text('sort'),
    descending: text('descending') !== 'false',
    columns: text('columns'),
    route: text('route'),
    map: text('map') === 'treemap' ? 'treemap' : 'icicle',
    zoom: /^\d+(~\d+)?$/.exec(text('zoom'))?.[0] ?? initial.zoom,
    find: text('find'),
    trees: text('trees'),
    contents: text('contents'),
    content: text('content'),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    editor: Object.hasOwn(editors, text('editor')) ? (text('editor') as Editor) : '',
    folder: text('folder'),
  }
}

/** A key as it comes back out of a fragment, where half surrogates do not survive. */
export function inFragment(key: string): string {
  return new URLSearchParams(new URLSearchParams([['key', key]]).toString()).get('key') ?? ''
}

let shown = initial
const watchers = new Set<(change: undefined) => void>()

/** The view as it is now, for what happens between drawings; what is drawn calls useView. */
export function currentView(): View {
  return shown
}

/** The view, for a component that is drawn again whenever it changes. */
export function useView(): View {
  const [, draw] = useReducer((count: number, _: undefined) => count + 1, 0)
  useLayoutEffect(() => {
    watchers.add(draw)
    return () => watchers.delete(draw)
  }, [])
  return shown
}

/** What Back undoes. Typing and sorting change the link, but are no steps to go back by. */
const steps = ['section', 'route', 'content', 'map', 'zoom'] as const

/** Shows a changed view and writes it to the URL. */
export function show(change: Partial<View>): void {
  const next = { ...shown, ...change }
  const isStep = steps.some((name) => next[name] !== shown[name])
  draw(next)
  const url = fragmentOf(next) || location.pathname + location.search
  if (isStep) history.pushState(null, '', url)
  else history.replaceState(null, '', url)
}

/** Takes the view from the URL, now and whenever it changes. */
export function followUrl(): void {
  const read = () => draw(viewOf(location.hash))
  read()
  addEventListener('popstate', read)
  addEventListener('hashchange', read)
}

function draw(next: View): void {
  shown = next
  for (const watcher of watchers) watcher(undefined)
}
