// What runs in the page that is measured. Each function is handed over as text, so none uses another one.

/** Notes when the first row of the table of routes is drawn. */
export function watchFirstRow() {
  const watch = new MutationObserver(() => {
    if (document.querySelector('#route-table tbody tr:not(.gap)') === null) return
    watch.disconnect()
    requestAnimationFrame(() => setTimeout(() => (globalThis.firstRowAt = performance.now())))
  })
  watch.observe(document, { childList: true, subtree: true })
}

/** The slowest of the columns of text and of size, each way; ms until the frame after it is drawn. */
export async function sorting() {
  let slowest = 0
  for (const column of ['route', 'route', 'exclusive', 'source', 'source', 'state', 'share']) {
    const before = performance.now()
    document.querySelector(`#route-table th.col-${column} button`).click()
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
    slowest = Math.max(slowest, performance.now() - before)
  }
  return slowest
}

/** The slowest of some filters, each typed letter by letter; ms from a letter until the frame after it is drawn. */
export async function filtering() {
  let slowest = 0
  for (const text of ['invoices', 'method:POST state:dead size:>20kB items', 'source:src/domains/1 -history']) {
    for (let length = 0; length <= text.length; length++) {
      const input = document.getElementById('filter')
      const before = performance.now()
      input.value = text.slice(0, length)
      input.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
      slowest = Math.max(slowest, performance.now() - before)
    }
  }
  return slowest
}

/** Frames a second of the map going into its boxes and out again, in both shapes, from the press of the key to the last frame. */
export async function zooming() {
  const frames = []
  const { clearRect } = CanvasRenderingContext2D.prototype
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    frames.push(performance.now())
    return clearRect.apply(this, box)
  }
  const wait = (ms) => new Promise((done) => setTimeout(done, ms))
  const canvas = document.querySelector('#map canvas')
  canvas.scrollIntoView({ block: 'center' })
  const press = (key) => canvas.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  let [drawn, tookMs] = [0, 0]
  for (const shape of ['icicle', 'treemap']) {
    for (const button of document.querySelectorAll('.switch button')) if (button.textContent === shape) button.click()
    await wait(400)
    for (const keys of [
      ['ArrowDown', 'ArrowRight', 'Enter'],
      ['ArrowDown', 'ArrowRight', 'Enter'],
      ['Backspace'],
      ['Backspace'],
    ]) {
      for (const key of keys.slice(0, -1)) press(key)
      await wait(300)
      frames.length = 0
      const before = performance.now()
      press(keys.at(-1))
      await wait(600)
      drawn += frames.length
      tookMs += frames.at(-1) - before
    }
  }
  CanvasRenderingContext2D.prototype.clearRect = clearRect
  return (1_000 * drawn) / tookMs
}
