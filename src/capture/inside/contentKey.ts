/**
 * A 128-bit key of some text, for the cache of compiled files. Made by hand, because the measured process must not
 * load a crypto library for it. It guards against accidents, not against somebody who wants a collision.
 */
export function contentKey(salt: string, path: string, source: string): string {
  const text = `${salt}\0${path}\0${source}`
  let a = 0x243f6a88
  let b = 0x85a308d3
  let c = 0x13198a2e
  let d = 0x03707344
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x9e3779b1)
    b = Math.imul(b ^ (code + i), 0x85ebca77)
    c = Math.imul((c ^ code) + a, 0xc2b2ae3d)
    d = Math.imul((d ^ b) + code, 0x27d4eb2f)
  }
  return [a ^ (b >>> 15), b ^ (c >>> 13), c ^ (d >>> 16), d ^ (a >>> 14)]
    .map((lane) => (lane >>> 0).toString(16).padStart(8, '0'))
    .join('')
}
