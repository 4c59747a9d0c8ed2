/**
 * Takes everything from an object that it can be without, but for the `kept` properties. They are overwritten, not deleted:
 * an object that lost properties holds more than it did, a map and a table of its own.
 */
export function hollow(target: object, kept: readonly string[] = []): void {
  for (const key of Object.keys(target)) {
    if (kept.includes(key) || Object.getOwnPropertyDescriptor(target, key)?.writable !== true) continue
    Reflect.set(target, key, undefined)
  }
}
