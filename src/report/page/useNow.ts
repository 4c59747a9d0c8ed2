import { useMemo, useReducer, useRef } from 'preact/hooks'

/** State that can be read right after it was set: keys may come faster than the page is drawn. */
export function useNow(first: number): [{ readonly current: number }, (next: number) => void] {
  const value = useRef(first)
  const [, draw] = useReducer((count: number, _: undefined) => count + 1, 0)
  const set = useMemo(
    () => (next: number) => {
      if (value.current === next) return
      value.current = next
      draw(undefined)
    },
    [],
  )
  return [value, set]
}
