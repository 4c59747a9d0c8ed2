import { render } from 'preact'
import { Page } from './page.tsx'
import { readPayload } from './payload.ts'
import { followUrl } from './view.ts'
import { showWithoutProgram } from './withoutProgram.ts'
import './page.css'

const root = document.getElementById('page') as HTMLElement

document.documentElement.dataset.started = ''
followUrl()
readPayload()
  .then((payload) => {
    root.replaceChildren()
    render(<Page payload={payload} />, root)
  })
  .catch(showWithoutProgram)
