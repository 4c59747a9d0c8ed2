import type { Bytes } from '../snapshot/snapshot.ts'

/** addedBytes = ownedBytes + the categories + unexplainedBytes; all of nodes that the root reaches and that are new. */
export interface Coverage {
  readonly addedBytes: Bytes
  readonly ownedBytes: Bytes
  readonly categories: Categories
  /** The same background by the package whose code it is or that holds it, largest first: the first 20. */
  readonly packages: readonly { readonly name: string; readonly bytes: Bytes }[]
  readonly unexplainedBytes: Bytes
}

/** Background that came with composition. */
export interface Categories {
  /** Of the modules loaded meanwhile. */
  readonly sourceText: Bytes
  /** Bytecode, machine code, and what belongs to them. */
  readonly compiledCode: Bytes
  /** Object shapes with their descriptors. */
  readonly hiddenClasses: Bytes
  /** Functions, their scopes, and what these hold. */
  readonly moduleObjects: Bytes
  /** Of V8 and Node.js. */
  readonly runtime: Bytes
}

export interface ConstructorEntry {
  readonly name: string
  readonly count: number
  readonly bytes: Bytes
}
