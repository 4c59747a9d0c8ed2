import { deltaDigitsIn, digitsIn, formatBytes, formatDelta, formatExact, type Scale } from '../bytes.ts'
import { printable } from '../printable.ts'

const longest = 400

/** A name out of the heap: always a text node, what cannot be seen made visible, cut in the middle if very long. */
export function Name({ text, whole = false }: { text: string; whole?: boolean }) {
  if (whole || text.length <= longest) return <bdi>{printable(text)}</bdi>
  return (
    <bdi title={`${text.length} characters`}>
      {printable(`${text.slice(0, longest / 2)}…${text.slice(-longest / 2)}`)}
    </bdi>
  )
}

/** A size on its own, with the exact bytes in its title. */
export function Size({ bytes }: { bytes: number }) {
  return (
    <span class="size" title={formatExact(bytes)}>
      {formatBytes(bytes)}
    </span>
  )
}

/** A size in a column whose heading names the unit. */
export function SizeIn({ scale, bytes }: { scale: Scale; bytes: number }) {
  return (
    <span class="size" title={formatExact(bytes)}>
      {digitsIn(scale, bytes)}
    </span>
  )
}

/** A difference of sizes, signed. */
export function Delta({ bytes }: { bytes: number }) {
  const tone = bytes > 0 ? 'more' : bytes < 0 ? 'less' : 'same'
  return (
    <span class={`size delta-${tone}`} title={formatExact(bytes)}>
      {formatDelta(bytes)}
    </span>
  )
}

/** A difference in a column whose heading names the unit. */
export function DeltaIn({ scale, bytes }: { scale: Scale; bytes: number }) {
  const tone = bytes > 0 ? 'more' : bytes < 0 ? 'less' : 'same'
  return (
    <span class={`size delta-${tone}`} title={formatExact(bytes)}>
      {deltaDigitsIn(scale, bytes)}
    </span>
  )
}

/** A DevTools node id. */
export function NodeId({ id }: { id: number }) {
  return <code class="id">@{id}</code>
}
