import type { Guard } from '../capture/guard.ts'
import type { Program } from './program.ts'

export async function withColdFiles(program: Program, _guard: Guard): Promise<Program> {
  return program
}
