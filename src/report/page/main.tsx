import { render } from 'preact'
import { Page } from './page.tsx'
import { readPayload } from './payload.ts'
import { followUrl } from './view.ts'
import './page.css'

const root = document.getElementById('page') as HTMLElement

followUrl()
readPayload().then(
  (payload) => render(<Page payload={payload} />, root),
  (error: unknown) => {
    root.textContent = `The document in this page cannot be read: ${String(error)}`
  },
)
