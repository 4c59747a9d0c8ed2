/** Shows why there is no interactive report, and the short one that browsers without scripts show. */
export function showWithoutProgram(error: unknown): void {
  const root = document.getElementById('page') as HTMLElement
  const reason = document.createElement('p')
  reason.className = 'first'
  reason.setAttribute('role', 'alert')
  reason.textContent = `The interactive report cannot be shown: ${String(error)}. It needs Chrome 80, Firefox 113, Safari 16.4 or newer. This is the short one.`
  const short = document.createElement('div')
  // With scripts the content of this element is its text: HTML that the renderer wrote and escaped.
  short.innerHTML = document.querySelector('noscript')?.textContent ?? ''
  root.querySelector('.waits')?.remove()
  root.append(reason, short)
}
