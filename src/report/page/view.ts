import { signal } from '@preact/signals'

/** What is shown and how. All of it is in the URL, so that a link shows the same. */
export interface View {
  readonly section: string
  readonly query: string
  readonly sort: string
  readonly descending: boolean
  /** Key of the route whose panel is open. */
  readonly route: string
  readonly map: 'icicle' | 'treemap'
  /** Number of the map node that fills the map. */
  readonly zoom: number
  readonly theme: 'auto' | 'light' | 'dark'
}

const initial: View = {
  section: '',
  query: '',
  sort: 'share',
  descending: true,
  route: '',
  map: 'icicle',
  zoom: 0,
  theme: 'auto',
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
  const zoom = Number(text('zoom'))
  return {
    section: text('section'),
    query: text('query'),
    sort: text('sort'),
    descending: text('descending') !== 'false',
    route: text('route'),
    map: text('map') === 'treemap' ? 'treemap' : 'icicle',
    zoom: Number.isSafeInteger(zoom) && zoom > 0 ? zoom : 0,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
  }
}

/** A key as it comes back out of a fragment, where half surrogates do not survive. */
export function inFragment(key: string): string {
  return new URLSearchParams(new URLSearchParams([['key', key]]).toString()).get('key') ?? ''
}

export const view = signal<View>(initial)

/** Shows a changed view and writes it to the URL. Opening and closing a route and zooming can be undone with Back. */
export function show(change: Partial<View>): void {
  const next = { ...view.value, ...change }
  const undoable = next.route !== view.value.route || next.zoom !== view.value.zoom
  view.value = next
  const url = fragmentOf(next) || location.pathname + location.search
  if (undoable) history.pushState(null, '', url)
  else history.replaceState(null, '', url)
}

/** Takes the view from the URL, now and whenever it changes. */
export function followUrl(): void {
  const read = () => {
    view.value = viewOf(location.hash)
  }
  read()
  addEventListener('popstate', read)
  addEventListener('hashchange', read)
}
