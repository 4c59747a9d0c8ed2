/**
 * Bytes as text: 13 bits in two of 91 characters, the printable ones of ASCII but `&`, `<` and `>`, so that no parser of
 * HTML, XML or a mail program takes it for anything else. 23 % longer than the bytes, where base64 is 33 %.
 */
export function text91(bytes: Uint8Array): string {
  const pieces: string[] = []
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held |= byte << bits
    bits += 8
    if (bits < 13) continue
    pieces.push(pair(held & 8191))
    held >>= 13
    bits -= 13
  }
  if (bits > 0) pieces.push(pair(held))
  return pieces.join('')
}

const alphabet = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).filter(
  (one) => !'&<>'.includes(one),
)

function pair(value: number): string {
  return alphabet[Math.floor(value / 91)] + alphabet[value % 91]
}
