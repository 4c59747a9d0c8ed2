/** What probes note of objects of the app. */
export interface Notes<Note> {
  of(object: object): Note | undefined
  add(object: object, note: Note): void
}

/**
 * Notes that stay ours in a heap and keep nothing of the app alive. V8 lets the key of a WeakMap hold its value, so a note in
 * one would be counted to the route that it is on; a number is held by nobody, and the list that it leads into by us. Notes
 * stay when their objects go.
 */
export function createNotes<Note>(): Notes<Note> {
  const numbers = new WeakMap<object, number>()
  const notes: Note[] = []
  return {
    of(object) {
      const number = numbers.get(object)
      return number === undefined ? undefined : notes[number]
    },
    add(object, note) {
      numbers.set(object, notes.push(note) - 1)
    },
  }
}
